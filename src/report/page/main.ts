import type { JsonFile } from "../json.js";
import { traitsOf, type PageData, type Traits } from "./data.js";
import { hunkView } from "./diff.js";
import { h, plural, prose } from "./dom.js";
import { reviewSections } from "./review.js";

const data = JSON.parse(document.getElementById("data")!.textContent) as PageData;
const { report } = data;

interface Entry {
  readonly file: JsonFile;
  readonly section: HTMLElement;
  readonly link: HTMLElement;
  readonly traits: Traits;
  readonly draw: () => void;
}

const isReview = (file: JsonFile): boolean =>
  file.findings.some(({ severity }) => severity !== "note") || file.edits.some(({ safety }) => safety === "review");
const shown = report.files.filter(({ changed, findings }) => changed || findings.length > 0);
const ordered = [...shown.filter(isReview), ...shown.filter((file) => !isReview(file))];
const entries = ordered.map(entryOf);

function entryOf(file: JsonFile, index: number): Entry {
  const id = `file-${index}`;
  const body = h("div", { class: "body" });
  const lines = (file.diff ?? []).reduce((sum, hunk) => sum + hunk.lines.length, 0);
  body.style.minHeight = `${lines * 1.45}em`;
  let isDrawn = false;
  const draw = (): void => {
    if (isDrawn) return;
    isDrawn = true;
    body.style.minHeight = "";
    body.append(...(file.diff ?? []).map((hunk, i) => hunkView(file, hunk, i)));
  };
  const notes = file.findings.map(({ rule, severity, message, help, range }) =>
    h(
      "li",
      { class: severity },
      h("a", { href: `#rule-${rule}`, class: "rule" }, rule),
      ` line ${range.start.line}: `,
      prose(message),
      " ",
      h("span", { class: "help" }, prose(help)),
    ),
  );
  const section = h(
    "section",
    { class: "file", id, "aria-labelledby": `${id}-name` },
    h(
      "h3",
      { id: `${id}-name`, tabindex: -1 },
      file.file,
      isReview(file) && h("span", { class: "badge review" }, "review"),
      !file.changed && h("span", { class: "badge manual" }, "not changed"),
    ),
    notes.length > 0 && h("ul", { class: "findings" }, ...notes),
    body,
  );
  const link = h(
    "li",
    {},
    h(
      "a",
      { href: `#${id}`, title: file.file },
      file.file.split("/").at(-1)!,
      isReview(file) && h("span", { class: "dot", "aria-label": " review" }, " ●"),
    ),
  );
  return { file, section, link, traits: traitsOf(file, report), draw };
}

/** The links by folder. */
function tree(): HTMLElement {
  const folders = new Map<string, HTMLElement[]>();
  for (const { file, link } of [...entries].sort((a, b) => a.file.file.localeCompare(b.file.file))) {
    const folder = file.file.split("/").slice(0, -1).join("/") || ".";
    folders.set(folder, [...(folders.get(folder) ?? []), link]);
  }
  return h(
    "div",
    {},
    ...[...folders].map(([folder, links]) =>
      h("details", { open: true }, h("summary", {}, folder), h("ul", {}, ...links)),
    ),
  );
}

const rulesUsed = data.rules.filter(({ id }) => entries.some(({ traits }) => traits.rules.has(id)));
const search = h("input", { type: "search", id: "search", placeholder: "part of a path", oninput: filter });
const select = (id: string, options: readonly (readonly [string, string])[]): HTMLSelectElement =>
  h(
    "select",
    { id, onchange: filter },
    h("option", { value: "" }, "any"),
    ...options.map(([value, text]) => h("option", { value }, text)),
  );
const rule = select(
  "rule",
  rulesUsed.map(({ id, name }) => [id, `${id} ${name}`] as const),
);
const outcome = select("outcome", [
  ["migrated", "migrated"],
  ["shimmed", "through the shim"],
  ["manual", "left"],
]);
const safety = select("safety", [
  ["review", "review"],
  ["safe", "safe"],
]);
const count = h("p", { id: "count", role: "status" });

function filter(): void {
  const words = search.value.toLowerCase();
  let visible = 0;
  for (const { file, section, link, traits } of entries) {
    const fits =
      file.file.toLowerCase().includes(words) &&
      (rule.value === "" || traits.rules.has(rule.value)) &&
      (outcome.value === "" || traits.outcomes.has(outcome.value)) &&
      (safety.value === "" || traits.safeties.has(safety.value));
    section.hidden = link.hidden = !fits;
    if (fits) visible++;
  }
  count.textContent = `${visible.toLocaleString("en-US")} of ${plural(entries.length, "file")}`;
}

const labelled = (text: string, control: HTMLElement): HTMLElement => h("label", { for: control.id }, text, control);
const { totals } = report;
const done = report.mode === "apply" || report.mode === "stdin";
const number = (value: number, text: string, kind: string): HTMLElement =>
  h("li", { class: kind }, h("strong", {}, value.toLocaleString("en-US")), ` ${text}`);
const keys = h(
  "p",
  { class: "keys" },
  ...["j", "k", "/", "t"].flatMap((key, i) => [
    h("kbd", {}, key),
    [" next file ", " previous file ", " search ", " dark or light"][i]!,
  ]),
);

document.getElementById("app")!.append(
  h("a", { href: "#main", class: "skip" }, "Skip the list of files"),
  h(
    "header",
    {},
    h("h1", {}, "Migration report"),
    h(
      "ul",
      { class: "numbers" },
      number(totals.operations.found, "classic calls", ""),
      number(totals.operations.migrated, done ? "migrated" : "can be migrated", "good"),
      number(totals.operations.shimmed, "through the shim", ""),
      number(totals.operations.manual, "left", totals.operations.manual > 0 ? "bad" : ""),
      number(totals.changed, done ? "files changed" : "files would change", ""),
    ),
    ...data.deadlines.map((text) => h("p", {}, text)),
    h(
      "details",
      {},
      h("summary", {}, `What is left to do: ${data.effort.text} (estimated)`),
      h("ul", {}, ...data.effort.items.map((item) => h("li", {}, item))),
      h("p", {}, "The minutes are assumptions to multiply with, not measurements."),
    ),
    h("button", { type: "button", onclick: toggleTheme }, "Dark or light"),
  ),
  h(
    "nav",
    { "aria-label": "Files" },
    h(
      "div",
      { class: "filters" },
      labelled("Path ", search),
      labelled("Rule ", rule),
      labelled("Outcome ", outcome),
      labelled("Safety ", safety),
    ),
    count,
    keys,
    tree(),
  ),
  h(
    "main",
    { id: "main", tabindex: -1 },
    ...reviewSections(
      data,
      entries.map(({ file }) => file.file),
    ),
    h("h2", { id: "files" }, "Files"),
    ...entries.map(({ section }) => section),
    h("h2", { id: "rules" }, "Rules"),
    ...rulesUsed.map(({ id, name, what, why, byHand }) =>
      h(
        "section",
        { id: `rule-${id}`, class: "recipe" },
        h("h3", {}, `${id} ${name}`),
        h("p", {}, `${what} ${why}`),
        h("ol", {}, ...byHand.map((step) => h("li", {}, step))),
      ),
    ),
  ),
);
filter();

function toggleTheme(): void {
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark";
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
}

const bySection = new Map<Element, Entry>(entries.map((entry) => [entry.section, entry]));
const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) bySection.get(target)?.draw();
  },
  { rootMargin: "1500px" },
);
for (const { section } of entries) near.observe(section);
addEventListener("beforeprint", () => entries.forEach(({ draw, section }) => !section.hidden && draw()));

addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement
  )
    return;
  if (key === "/") search.focus();
  else if (key === "t") toggleTheme();
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
});

let current = -1;
function step(by: 1 | -1): void {
  for (let next = current + by; next >= 0 && next < entries.length; next += by) {
    const { section, draw } = entries[next]!;
    if (section.hidden) continue;
    current = next;
    draw();
    section.scrollIntoView();
    section.querySelector<HTMLElement>("h3")!.focus({ preventScroll: true });
    return;
  }
}
