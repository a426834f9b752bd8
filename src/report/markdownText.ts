/** Text as Markdown shows it literally; what stands in backticks already stays code. */
export function literal(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\*[\]<>|~#]|(?<!\w)_|_(?!\w)/g, "\\$&")))
    .join("");
}

/** Code as a word of a line. */
export function inline(code: string): string {
  const fence = "`".repeat(longestRun(code) + 1);
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** Code as a block, in a fence that it does not hold itself. */
export function block(code: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code.replace(/\n$/, "")}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

const FENCES: Readonly<Record<string, string>> = {
  py: "python",
  ipynb: "python",
  json: "json",
  toml: "toml",
  yml: "yaml",
};

/** The word behind the fence for code of a file. */
export function fenceOf(file: string): string {
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  return FENCES[extension] ?? /^[cm]?([jt]sx?)$/.exec(extension)?.[1] ?? "text";
}

/** Lines without the indentation that all of them share. */
export function dedented(code: string): string {
  const lines = code.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)![0].length);
  const shared = Math.min(...indents, Infinity);
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)).join("\n") : code;
}
