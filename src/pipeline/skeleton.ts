import type { Language } from "../languages/language.js";
import type { Node, Pattern, SourceTree, Statement } from "../languages/tree.js";
import { walk, walkOwn } from "../languages/walk.js";

/** What a file imports, and how its top-level names hang together: enough to follow handles between files without full analysis. */
export interface Skeleton {
  readonly imports: readonly SkeletonImport[];
  /** Top-level statements that are no imports. */
  readonly statements: readonly SkeletonStatement[];
  readonly exports: readonly SkeletonExport[];
}

export interface SkeletonImport {
  readonly module: string;
  /** Exported name, "default", or "*". */
  readonly name: string;
  /** Undefined for calls that load a module (`require`, `import()`): what they bind is not followed by name. */
  readonly local: string | undefined;
}

export interface SkeletonStatement {
  readonly declares: readonly string[];
  readonly mentions: ReadonlySet<string>;
  /** Modules that calls in it load. */
  readonly loads: readonly string[];
  readonly text: string;
}

export interface SkeletonExport {
  readonly name: string;
  readonly mentions: ReadonlySet<string>;
  readonly from: { readonly module: string; readonly name: string } | undefined;
}

const known = new WeakMap<SourceTree, Skeleton>();

/** The skeleton of a file; made once for each tree, because following handles, links and packages ask for it one after the other. */
export function skeletonOf(tree: SourceTree, language: Language): Skeleton {
  let skeleton = known.get(tree);
  if (!skeleton) known.set(tree, (skeleton = readSkeleton(tree, language)));
  return skeleton;
}

function readSkeleton(tree: SourceTree, language: Language): Skeleton {
  const imports: SkeletonImport[] = [];
  const statements: SkeletonStatement[] = [];
  for (const statement of tree.root.statements) {
    const loads: string[] = [];
    for (const node of walk(statement)) {
      if (node.kind === "Import") {
        for (const { imported, local } of node.specifiers) {
          imports.push({ module: node.module, name: imported, local: local.name });
        }
        if (node.specifiers.length === 0) imports.push({ module: node.module, name: "*", local: undefined });
      } else if (node.kind === "Call") {
        const module = language.modules.requiredModule(node);
        if (module !== undefined) loads.push(module);
      }
    }
    if (statement.kind === "Import") continue;
    const text = tree.text.slice(statement.start, statement.end);
    statements.push({ declares: declaredBy(statement), mentions: namesIn(statement), loads, text });
  }
  const exports = language.modules
    .exportsOf(tree)
    .map(({ name, value, from }) => ({ name, from, mentions: value ? namesIn(value) : new Set<string>() }));
  return { imports, statements, exports };
}

function namesIn(node: Node): Set<string> {
  const names = new Set<string>();
  for (const inner of walk(node)) if (inner.kind === "Name") names.add(inner.name);
  return names;
}

/** Names that a top-level statement binds in the module: also inside `if`, `try` and `with`, not inside functions. */
function declaredBy(statement: Statement): string[] {
  const names: string[] = [];
  const bind = (target: Pattern | undefined): void => {
    if (target) names.push(...namesIn(target));
  };
  for (const node of walkOwn(statement)) {
    if (node.kind === "Function" || node.kind === "Class" || node.kind === "TypeDeclaration") bind(node.name);
    else if (node.kind === "Declarator" || node.kind === "Assign" || node.kind === "WithItem") bind(node.target);
  }
  return names;
}
