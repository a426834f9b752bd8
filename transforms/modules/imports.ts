import type { ImportSpecifier, SourceTree } from "../../src/languages/tree.js";
import { classicDialects } from "../../src/dialects/index.js";
import { targetDialects } from "../../src/dialects/targets.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { isDropped } from "../code/dropped.js";
import { byFile, type Edit } from "../edit.js";
import type { Brings } from "../leftovers/respell.js";
import { imports as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { moveNames } from "./movedNames.js";

const CLASSIC_MODULES = new Set(
  classicDialects.flatMap((dialect) => [
    ...dialect.clients.flatMap((client) => client.modules),
    ...dialect.modelModules,
    ...dialect.types.flatMap((type) => type.modules),
  ]),
);

const CURRENT_MODULES = new Set(
  targetDialects.flatMap(({ faces, modelModule }) => [
    modelModule,
    ...Object.values(faces).flatMap((face) => [face.module, face.asyncModule ?? face.module]),
  ]),
);

/** Adds the imports that new code needs, and drops those of classic names (and of waiting) that nothing reads any more. */
export function rewriteImports(cx: Rewrite, edits: readonly Edit[], brings: Brings): readonly Edit[] {
  const result: Edit[] = [];
  const editsOf = byFile(edits);
  const left = new Set(cx.flows.operations.filter((o) => !cx.isActive(o)).map((o) => o.call.tree));
  for (const file of cx.program.files) {
    const { tree } = file;
    const own = editsOf.get(tree.path) ?? [];
    const whole = !left.has(tree);
    const remove = file.bindings.bindings.flatMap((binding) => {
      if (!binding.imported || own.length === 0) return [];
      // What was never used goes too when the rest of the classic SDK does: its package will not be there.
      if (binding.reads.length === 0) return whole && isLost(cx, binding) ? [binding.imported.specifier] : [];
      if (cx.needed.has(`${tree.path} ${binding.name}`)) return [];
      const drops = binding.reads.every((read) => isDropped(read, own));
      return drops && !cx.program.isPublic(binding) ? [binding.imported.specifier] : [];
    });
    const moved = moveNames(cx, file, remove, brings);
    if (own.length + moved.length === 0) continue;
    const required = requiredNames(cx, tree, own);
    const add = [...(cx.wanted.get(tree) ?? [])].sort((a, b) =>
      a.module < b.module ? -1 : a.module > b.module ? 1 : 0,
    );
    for (const text of file.language.imports.edit(
      tree,
      add,
      [
        ...remove,
        ...required,
        ...moved,
        ...cx.unwanted.filter((specifier) => specifier.tree === tree && !remove.includes(specifier)),
      ],
      cx.style(tree),
    )) {
      result.push({
        file: tree.path,
        start: text.start,
        end: text.end,
        parts: [text.text],
        rule: rule.id,
        safety: "safe",
        reason: "Imports follow the code.",
        flow: -1,
      });
    }
  }
  return result;
}

/** Whether a name that nothing reads may not be there any more: its module is gone, or is that of another package of the same name. */
function isLost(cx: Rewrite, binding: Binding): boolean {
  const { module } = binding.imported!;
  if (!CLASSIC_MODULES.has(module)) return false;
  if (!CURRENT_MODULES.has(module)) return true;
  if (cx.program.references(binding).length > 0) return false;
  const isWanted = [...(cx.wanted.get(binding.tree) ?? [])].some(
    (one) => one.module === module && one.name === binding.name,
  );
  return !isWanted && /azure/.test(module);
}

/** Names of a CommonJS `require` that nothing reads any more. */
function requiredNames(cx: Rewrite, tree: SourceTree, edits: readonly Edit[]): readonly ImportSpecifier[] {
  return cx
    .imports(tree)
    .statements(tree)
    .filter((statement) => statement.specifiers.length > 0 && CLASSIC_MODULES.has(statement.module))
    .flatMap((statement) => statement.specifiers)
    .filter((specifier) => {
      const binding = cx.program.fileOf(tree.root).bindings.root.bindings.get(specifier.local.name);
      if (!binding || binding.imported || binding.reads.length === 0) return false;
      return binding.reads.every((read) => isDropped(read, edits));
    });
}
