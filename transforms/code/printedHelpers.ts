import type { HelperId } from "../../src/dialects/target.js";
import type { SourceTree } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import { rest } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** On whose behalf a function is printed, and whether those that ask for it can wait for it. */
export interface HelperHow {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
  readonly isAsync?: boolean;
}

const HELP = "Move the program to the openai package, or keep this on the shim.";

/** The small functions that new code calls: each stands once in a file that needs it, below the imports. */
export class PrintedHelpers {
  private readonly printed = new Map<SourceTree, ReadonlyMap<string, string>>();

  constructor(private readonly cx: Rewrite) {}

  /** Prints a small function of the target into a file, once, below its imports, and gives its name. */
  print(tree: SourceTree, id: HelperId, how: HelperHow): string {
    const { cx } = this;
    const helper = cx.target(tree).helpers[id];
    if (!helper) return this.missing(tree, id);
    const isAsync = how.isAsync === true && helper.asyncLines !== undefined;
    const printed = this.printed.get(tree) ?? new Map<string, string>();
    const key = isAsync ? `${id} async` : id;
    const known = printed.get(key);
    if (known !== undefined) return known;
    const { bindings } = cx.program.fileOf(tree.root);
    const taken = (name: string) =>
      bindings.names.named(name).length > 0 || bindings.names.isGlobal(name) || [...printed.values()].includes(name);
    const free = (names: readonly string[]) => names.find((candidate) => !taken(candidate)) ?? `${names[0]!}2`;
    const name = free(helper.names);
    const table = helper.table ? free(helper.table) : "";
    const [used = "", also = "", besides = ""] = [helper.uses ?? []]
      .flat()
      .map((other) => this.print(tree, other, how));
    const style = cx.style(tree);
    const needed = [...helper.imports, ...((isAsync ? helper.asyncImports : helper.syncImports) ?? [])];
    const locals = needed
      .filter(({ typeOnly }) => !typeOnly || tree.typed)
      .map(({ module, name: exported, local, typeOnly }) => ({
        local,
        there: cx.want(tree, module, exported, local, typeOnly),
      }))
      .filter(({ local, there }) => local !== there);
    const plain = (isAsync ? helper.asyncLines : undefined) ?? helper.lines;
    const lines = (tree.typed ? (helper.typedLines ?? plain) : plain).map((line) =>
      locals
        .reduce((text, { local, there }) => text.replace(new RegExp(`\\b${local}\\b`, "g"), there), line)
        .replaceAll("NAME", name)
        .replaceAll("TABLE", table)
        .replaceAll("USED", used)
        .replaceAll("ALSO", also)
        .replaceAll("BESIDES", besides)
        .replaceAll("\t", style.indent),
    );
    if (tree.typed) for (const type of helper.types ?? []) cx.want(tree, cx.target(tree).modelModule, type, type, true);
    const gap = cx.printer(tree).functionGap;
    const { offset, isBelowImport } = cx.imports(tree).behindTop(tree);
    const text = lines.join("\n");
    cx.replaceSpan(tree, { start: offset, end: offset }, isBelowImport ? gap + text : `${text}${gap}`, how);
    if (isBelowImport && !this.printed.has(tree)) this.spaceBelow(tree, offset, gap.length, how);
    this.printed.set(tree, new Map([...(this.printed.get(tree) ?? []), [key, name]]));
    return name;
  }

  /** Without an SDK most functions cannot be printed: what would need one stays. */
  private missing(tree: SourceTree, id: HelperId): string {
    for (const operation of this.cx.flows.reaching(tree).filter((o) => o.request && this.cx.isActive(o)))
      this.cx.refuse(operation, rest, "what takes its place needs an SDK, and the program has none", HELP);
    return id;
  }

  /** What follows the imports directly would stand too close to the functions that are printed below them. */
  private spaceBelow(tree: SourceTree, end: number, lines: number, how: HelperHow): void {
    const following = /^(\r?\n)*/.exec(tree.text.slice(end))![0];
    const missing = lines - following.replaceAll("\r", "").length;
    const offset = end + following.length;
    const isInNextCell = tree.cells?.some(({ start }) => end < start && start <= offset) === true;
    if (!isInNextCell && offset < tree.text.length && missing > 0)
      this.cx.insert(tree, offset, "\n".repeat(missing), how);
  }
}
