import { reportedGroups } from "../groups.js";
import type { PageData } from "./data.js";
import { h, plural, prose } from "./dom.js";

/** Places that are listed at once; the rest is a click away. */
const SHOWN = 8;

/** What needs a person, before any diff: what does not work until somebody acts, what to review, what was left. */
export function reviewSections({ report, left }: PageData, files: readonly string[]): HTMLElement[] {
  const link = (file: string, line: number): HTMLElement => {
    const at = files.indexOf(file);
    const text = `${file}:${line}`;
    return at < 0 ? h("code", {}, text) : h("a", { href: `#file-${at}` }, text);
  };
  const place = (file: string, line: number): HTMLElement => h("li", {}, link(file, line));
  const groups = reportedGroups(report);
  const told = (severity: string, title: string): HTMLElement[] => {
    const own = groups.filter((group) => group.severity === severity);
    if (own.length === 0) return [];
    const items = own.map(({ rule, message, help, places }) =>
      h(
        "li",
        { class: severity },
        h("p", {}, h("a", { href: `#rule-${rule}`, class: "rule" }, rule), " ", prose(message)),
        h("p", { class: "help" }, prose(help)),
        folded(places.map(({ file, line }) => place(file, line))),
      ),
    );
    return [h("h2", {}, `${title} (${own.length})`), h("ul", { class: "items" }, ...items)];
  };
  const leftItems = left.map(({ title, isShimmed, places, causes }) =>
    h(
      "li",
      { class: isShimmed ? "warning" : "error" },
      h(
        "p",
        {},
        h("strong", {}, title),
        h("span", { class: `badge ${isShimmed ? "review" : "manual"}` }, isShimmed ? "runs through the shim" : "left"),
      ),
      ...causes.map(({ rule, reason, help, places: held }) =>
        h(
          "p",
          {},
          h("a", { href: `#rule-${rule}`, class: "rule" }, rule),
          " ",
          prose(reason),
          ...held.slice(0, SHOWN).flatMap(({ file, line }, i) => [i === 0 ? ", at " : ", ", link(file, line)]),
          ". ",
          h("span", { class: "help" }, prose(help)),
        ),
      ),
      folded(places.map(({ file, line }) => place(file, line))),
    ),
  );
  return [
    ...told("error", "Does not work until you act"),
    ...told("warning", "Review"),
    ...(left.length > 0
      ? [h("h2", {}, `Left as it was (${plural(left.length, "flow")})`), h("ul", { class: "items" }, ...leftItems)]
      : []),
  ];
}

function folded(places: readonly HTMLElement[]): HTMLElement {
  const first = h("ul", { class: "places" }, ...places.slice(0, SHOWN));
  if (places.length <= SHOWN) return first;
  return h(
    "div",
    {},
    first,
    h(
      "details",
      {},
      h("summary", {}, `${places.length - SHOWN} more places`),
      h("ul", { class: "places" }, ...places.slice(SHOWN)),
    ),
  );
}
