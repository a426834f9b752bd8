/** A word of code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Words of code with commas between. */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(", ");
}

type Cells = readonly string[];

/** A table; empty for no rows. Neighbours that differ in their first cell only share a row. */
export function table(head: Cells, rows: readonly Cells[]): string {
  if (rows.length === 0) return "";
  const lines = [head, head.map(() => "---"), ...rows.reduce(joinEqual, [])];
  return lines.map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
}

function joinEqual(joined: readonly Cells[], [first = "", ...rest]: Cells): readonly Cells[] {
  const [before = "", ...same] = joined.at(-1) ?? [];
  const equal = same.length > 0 && same.every((cell, column) => cell === rest[column]);
  return equal ? [...joined.slice(0, -1), [`${before}, ${first}`, ...rest]] : [...joined, [first, ...rest]];
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
