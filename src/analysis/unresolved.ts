import { dialectsOf } from "../dialects/index.js";
import type { ClassicDialect } from "../dialects/types.js";
import type { Call, Expression } from "../languages/tree.js";
import { bare, nodesOf } from "../languages/walk.js";
import { BETA } from "./assumed.js";
import type { Values } from "./values.js";

/** A call that is spelled like a classic operation, on a receiver that cannot be followed to a client. */
export interface Unresolved {
  readonly call: Call;
  readonly operation: string;
  readonly dialect: ClassicDialect;
}

/** Spellings of classic SDKs; agents are of other libraries, too. */
function looksClassic(path: string): boolean {
  return BETA.test(path) || path.startsWith("agents.");
}

/** Calls that look like classic operations but whose receiver is unknown. They are reported, never edited: a name proves nothing. */
export function findUnresolved(values: Values): readonly Unresolved[] {
  const found: Unresolved[] = [];
  for (const file of values.program.files) {
    for (const node of nodesOf(file.tree, "Call")) {
      if (node.callee.kind !== "Member" || values.operationAt(node)) continue;
      const path = pathOf(node.callee);
      const start = path.findIndex((_, i) => looksClassic(path.slice(i).join(".")));
      if (start < 0) continue;
      const hit = lookUp(file.tree.language, path.slice(start));
      if (hit && mayBeClient(values, rootOf(node.callee, path.length - start))) found.push({ call: node, ...hit });
    }
  }
  return found;
}

/**
 * Whether nothing is known of a receiver that rules a classic client out: what the program builds or declares itself is none; what
 * another package builds may wrap one.
 */
function mayBeClient(values: Values, root: Expression): boolean {
  if (root.kind === "Name") {
    const binding = values.program.bindingOf(root);
    const annotation = binding?.annotation ?? binding?.parameter?.node.annotation;
    const type = annotation?.kind === "Name" ? values.program.bindingOf(annotation) : undefined;
    if (type?.kind === "type" || type?.kind === "class") return false;
  }
  return values.of(root).every((v) => v.kind === "unknown" || v.kind === "null" || v.kind === "external");
}

/** The receiver below the last `depth` members of a chain. */
function rootOf(e: Expression, depth: number): Expression {
  let at = e;
  for (let i = 0; i < depth && at.kind === "Member"; i++) at = bare(at.object);
  return at;
}

function lookUp(
  language: Parameters<typeof dialectsOf>[0],
  path: readonly string[],
): Omit<Unresolved, "call"> | undefined {
  const spelled = path.join(".");
  for (const dialect of dialectsOf(language)) {
    const below = path[0] === "agents" ? path.slice(1).join(".") : spelled;
    if (path[0] === "agents" && dialect.clients.every((client) => client.prefix !== "agents")) continue;
    const operation = dialect.operations.find((o) => o.path === below);
    if (operation) return { operation: operation.operation, dialect };
  }
  return undefined;
}

/** Member names of a chain, outermost last: `a.b().c.d` gives ["c", "d"]. */
function pathOf(e: Expression): string[] {
  const path: string[] = [];
  let at: Expression = e;
  while (at.kind === "Member") {
    path.unshift(at.property);
    at = bare(at.object);
  }
  return path;
}
