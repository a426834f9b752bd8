import type { Import, ImportSpecifier, SourceTree, Span } from "../../tree.js";
import { importsOf } from "../imported.js";

/** An import statement as it is written. The tree has one node for each module of `import a, b`; here it is one again. */
export interface Site extends Span {
  readonly nodes: readonly Import[];
  readonly items: readonly ImportSpecifier[];
  /** From the first name to the end of the statement or to its closing parenthesis. */
  readonly list: Span;
  readonly parenthesised: boolean;
  /** `from m import …`, not `import m`. */
  readonly from: boolean;
}

/** All import statements of a file, in source order. */
export function sitesOf(tree: SourceTree): Site[] {
  const sites: Site[] = [];
  let run: Import[] = [];
  for (const node of importsOf(tree)) {
    // A module of `import a, b` has only its own span; a comma joins it to the next one.
    const joined =
      run.length > 0 && node.start === node.moduleSpan.start && isComma(tree.text, run.at(-1)!.end, node.start);
    if (!joined) sites.push(...siteOf(run));
    run = joined ? [...run, node] : [node];
  }
  return [...sites, ...siteOf(run)];
}

function isComma(text: string, from: number, to: number): boolean {
  return /^[\s\\]*,[\s\\]*$/.test(text.slice(from, to));
}

function siteOf(nodes: readonly Import[]): Site[] {
  const [first] = nodes;
  if (!first) return [];
  const { text } = first.tree;
  const items = nodes.flatMap((node) => node.specifiers);
  const isPart = first.start === first.moduleSpan.start;
  const from = !isPart && text.startsWith("from", first.start);
  const keyword = isPart ? text.lastIndexOf("import", first.start - 1) : first.start;
  const end = nodes.at(-1)!.end;
  const start = items[0]?.start ?? end;
  const parenthesised = from && text.slice(first.moduleSpan.end, start).includes("(");
  const list = { start, end: parenthesised ? text.lastIndexOf(")", end) : end };
  return [{ start: keyword, end, nodes, items, list, parenthesised, from }];
}
