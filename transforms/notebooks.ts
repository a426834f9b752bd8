import type { FileBindings } from "../src/analysis/scopes.js";
import type { SourceTree, Span } from "../src/languages/tree.js";
import { textOf, walk } from "../src/languages/walk.js";
import { isDropped } from "./dropped.js";
import type { Edit } from "./edit.js";
import { requirementsIn, type Requirement } from "./installs.js";
import { notebooks as rule } from "./registry.js";
import type { Rewrite } from "./rewrite.js";

/** Ids of the classic API as their service makes them; names of the user's own with such a beginning are shorter or have words in them. */
const CLASSIC_ID = /\b(asst|thread|run|step)_[A-Za-z0-9]{20,}(?![A-Za-z0-9_])/g;

/** What in migrated notebooks is no code: the lines that install packages follow, and outputs that show ids of the classic API are reported. */
export function rewriteNotebooks(cx: Rewrite, edits: readonly Edit[]): Edit[] {
  return cx.program.files.flatMap(({ tree, bindings }) => {
    const own = edits.filter((edit) => edit.file === tree.path);
    if (!tree.cells || own.length === 0) return [];
    reportShownIds(cx, tree);
    return rewriteInstalls(cx, tree, bindings, own);
  });
}

function reportShownIds(cx: Rewrite, tree: SourceTree): void {
  for (const cell of tree.cells!) {
    const kinds = [...new Set([...cell.output.matchAll(CLASSIC_ID)].map(([, kind]) => `${kind}_…`))];
    if (kinds.length === 0) continue;
    cx.find(
      { ...cell, tree },
      rule,
      "warning",
      `The output of this cell shows ids of the classic API (${kinds.join(", ")}), which the current one does not know.`,
      "Run the notebook again, or clear its outputs, before you share it.",
    );
  }
}

/** Installs what the new code needs in the place of the classic SDK, in the lines that installed that. */
function rewriteInstalls(cx: Rewrite, tree: SourceTree, bindings: FileBindings, edits: readonly Edit[]): Edit[] {
  const target = cx.target(tree).packages;
  if (!target) return [];
  const installed = [...walk(tree.root)].flatMap((node) =>
    node.kind === "Opaque" && node.what === "magic" ? requirementsIn(textOf(node), node.start) : [],
  );
  const stays = (module: string): boolean =>
    cx.flows.operations.some((operation) => operation.call.tree === tree && !cx.isActive(operation)) ||
    bindings.bindings.some(
      ({ imported, reads }) =>
        imported !== undefined &&
        (imported.module === module || imported.module.startsWith(`${module}.`)) &&
        reads.some((read) => !isDropped(read, edits)),
    );
  const classic = installed.filter(({ name }) => target.replaced.some((one) => one.name === name));
  const [first] = classic;
  if (!first) return [];

  const has = (name: string): boolean => installed.some((one) => one.name === name);
  const isWanted = ({ module }: { readonly module: string }): boolean =>
    (cx.wanted.get(tree) ?? []).some((wanted) => wanted.module === module || wanted.module.startsWith(`${module}.`));
  const missing = target.needed.filter((one) => !has(one.name) && (one.always || isWanted(one)));
  const kept = classic.filter(({ name }) => {
    const needed = target.needed.find((one) => one.name === name);
    return needed !== undefined || stays(target.replaced.find((one) => one.name === name)!.module);
  });
  const texts = new Map<Requirement, string[]>(classic.map((one) => [one, []]));
  for (const one of kept) {
    const needed = target.needed.find(({ name }) => name === one.name);
    texts.get(one)!.push(needed ? quoted(needed.requirement) : one.name + (isPinned(one) ? "" : one.rest));
  }
  // In the place of the first that goes; behind the first that stays where none does.
  const place = classic.find((one) => !kept.includes(one)) ?? first;
  texts.get(place)!.push(...missing.map(({ requirement }) => quoted(requirement)));
  return classic.flatMap((one) => edited(tree, one, texts.get(one)!));

  function edited({ path, text }: SourceTree, one: Requirement, now: readonly string[]): Edit[] {
    const before = text.slice(one.start, one.end);
    const after = now.join(" ");
    if (before === after || before === `'${after.slice(1, -1)}'`) return [];
    const span: Span = now.length > 0 ? one : withSpace(text, one);
    const reason = "The current SDK is installed in place of the classic one.";
    return [
      { file: path, start: span.start, end: span.end, parts: [after], rule: rule.id, safety: "safe", reason, flow: -1 },
    ];
  }
}

/** A version that the current SDK may not accept. */
function isPinned({ rest }: Requirement): boolean {
  return /[=<~]/.test(rest.replace(/>=[^,]*/, ""));
}

/** The shell would take `<` and `>` for redirections. */
function quoted(requirement: string): string {
  return /[<>]/.test(requirement) ? `"${requirement}"` : requirement;
}

function withSpace(text: string, { start, end }: Span): Span {
  const before = /(?:[ \t]|\\\r?\n)*$/.exec(text.slice(0, start))![0].length;
  return { start: start - before, end };
}
