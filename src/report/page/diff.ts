import type { Hunk } from "../diff.js";
import type { JsonEdit, JsonFile } from "../json.js";
import { h, prose } from "./dom.js";
import { highlighted } from "./highlight.js";

interface Side {
  readonly line: number;
  readonly html: string;
  readonly kind: "same" | "old" | "new";
}

/** A hunk side by side, below the reasons for what changes in it. */
export function hunkView(file: JsonFile, hunk: Hunk, index: number): HTMLElement {
  const rows = rowsOf(file.file, hunk).map(([old, now]) => h("tr", {}, ...cells(old, "old"), ...cells(now, "new")));
  const head = h(
    "thead",
    {},
    h("tr", {}, ...["Line before", "Before", "Line after", "After"].map((title) => h("th", { scope: "col" }, title))),
  );
  const columns = h("colgroup", {}, h("col", { class: "no" }), h("col"), h("col", { class: "no" }), h("col"));
  const table = h("table", { class: "diff" }, columns, head, h("tbody", {}, ...rows));
  const label = `Change ${index + 1} of ${file.file}, from line ${hunk.oldStart}`;
  return h(
    "div",
    { class: "hunk" },
    reasons(file, hunk),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table),
  );
}

function reasons({ edits }: JsonFile, { oldStart, oldLines }: Hunk): HTMLElement {
  const within = edits.filter(
    ({ range }) => range.start.line < oldStart + Math.max(oldLines, 1) && range.end.line >= oldStart,
  );
  const distinct = new Map<string, JsonEdit>();
  for (const edit of within) if (edit.reason !== "") distinct.set(`${edit.rule} ${edit.reason}`, edit);
  const order = [...distinct.values()].sort((a, b) => Number(b.safety === "review") - Number(a.safety === "review"));
  return h(
    "ul",
    { class: "reasons" },
    ...order.map(({ rule, safety, reason }) =>
      h(
        "li",
        {},
        h("a", { href: `#rule-${rule}`, class: "rule" }, rule),
        " ",
        h("span", { class: `badge ${safety}` }, safety),
        " ",
        prose(reason),
      ),
    ),
  );
}

function rowsOf(name: string, { oldStart, newStart, lines }: Hunk): [Side | undefined, Side | undefined][] {
  const real = lines.filter((line) => !line.startsWith("\\"));
  const text = (marks: string): string[] =>
    real.filter((line) => marks.includes(line.charAt(0))).map((line) => line.slice(1));
  const [old, now] = [highlighted(name, text(" -")), highlighted(name, text(" +"))];
  const rows: [Side | undefined, Side | undefined][] = [];
  let [o, n] = [0, 0];
  for (let i = 0; i < real.length;) {
    if (real[i]!.startsWith(" ")) {
      rows.push([
        { line: oldStart + o, html: old[o++]!, kind: "same" },
        { line: newStart + n, html: now[n++]!, kind: "same" },
      ]);
      i++;
      continue;
    }
    const removed: Side[] = [];
    const added: Side[] = [];
    for (; i < real.length && !real[i]!.startsWith(" "); i++) {
      if (real[i]!.startsWith("-")) removed.push({ line: oldStart + o, html: old[o++]!, kind: "old" });
      else added.push({ line: newStart + n, html: now[n++]!, kind: "new" });
    }
    for (let k = 0; k < Math.max(removed.length, added.length); k++) rows.push([removed[k], added[k]]);
  }
  return rows;
}

function cells(side: Side | undefined, column: "old" | "new"): HTMLElement[] {
  if (!side) return [h("td", { class: "no none" }), h("td", { class: "none" })];
  const code = h("td", { class: `code ${side.kind}` });
  code.innerHTML = side.html === "" ? " " : side.html;
  return [h("td", { class: `no ${side.kind}`, "data-side": column }, String(side.line)), code];
}
