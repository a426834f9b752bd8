import { streamHook } from "../dialects/hooks.js";
import type { Call, ClassNode, Expression, FunctionNode, Name } from "../languages/tree.js";
import { nodesOf } from "../languages/walk.js";
import { toSnake } from "./casing.js";
import type { Operation } from "./operation.js";
import { receivedBy } from "./received.js";
import type { Binding } from "./scopes.js";
import type { ResultValue, Value } from "./value.js";
import type { Values } from "./values.js";

/** Whether a class handles the events of a stream, as the SDKs' base classes call it. */
export function isHandlerClass(facts: Values, cls: ClassNode): boolean {
  // `AgentEventHandler[str]`: a base class with its argument.
  return cls.bases.some((base) => facts.of(base.kind === "Index" ? base.object : base).some(isHandlerBase));
}

/** Whether a value is one of the base classes themselves. */
export function isHandlerBase(value: Value): boolean {
  return value.kind === "external" && /^(Async)?(Assistant|Agent)EventHandler$/.test(value.path.at(-1) ?? "");
}

/** What the base class calls the run that its stream is about. */
export const KEPT_RUN = "current_run";

/** What a handler's base class keeps for it; undefined for every other member of a class. */
export function keptByBase(facts: Values, cls: ClassNode, name: string): readonly ResultValue[] | undefined {
  if (name !== KEPT_RUN || facts.members(cls).has(name) || !isHandlerClass(facts, cls)) return undefined;
  return streamsInto(facts, cls).map((operation) => {
    const { dialect } = operation;
    return { kind: "result", type: "Run", dialect, operation, path: `@${KEPT_RUN}` };
  });
}

/** The operations whose events go to instances of a class: those that one of them is given to. */
export function streamsInto(facts: Values, cls: ClassNode): readonly Operation[] {
  const binding = cls.name && facts.program.bindingOf(cls.name);
  if (!binding) return [];
  const found = new Set<Operation>();
  const followed = new Set<Binding>();
  const held = (binding: Binding | undefined): void => {
    if (!binding || followed.has(binding)) return;
    followed.add(binding);
    binding.reads.forEach(given);
  };
  const given = (e: Expression): void => {
    const { parent } = e;
    if (parent?.kind === "Argument" && parent.parent?.kind === "Call") {
      const operation = facts.operationAt(parent.parent);
      if (operation) found.add(operation);
      else receivedBy(facts, parent.parent, parent).forEach(held);
    }
    if (
      (parent?.kind === "Declarator" || parent?.kind === "Assign") &&
      parent.value === e &&
      parent.target.kind === "Name"
    )
      held(facts.program.bindingOf(parent.target));
  };
  for (const name of namesOf(facts, cls, facts.program.references(binding))) {
    const call = name.parent;
    if (call?.kind === "Call" && call.callee === name) given(call);
  }
  return [...found];
}

/** Mentions of a class: by its name, and as a member of the class it stands in (`self.Handler`). */
function namesOf(facts: Values, cls: ClassNode, references: readonly Name[]): readonly Expression[] {
  const statement = cls.parent;
  const outer = statement?.kind === "ClassStatement" ? statement.parent : undefined;
  if (outer?.kind !== "Class") return references;
  const members: Expression[] = [];
  for (const node of nodesOf(cls.tree, "Member")) {
    if (node.property !== cls.name!.name) continue;
    if (facts.of(node.object).some((v) => v.kind === "instance" && v.node === outer)) members.push(node);
  }
  return [...references, ...members];
}

/** What a hook is handed as its parameter `index`: parameters of methods of handler classes, and of listeners of a stream. */
export function handedToHook(facts: Values, fn: FunctionNode, index: number): readonly ResultValue[] | undefined {
  const method = methodHook(facts, fn);
  if (method) return typed(method, index - 1);
  const listener = listenerHook(facts, fn);
  return listener && typed(listener, index);
}

interface Told {
  readonly kind: "method" | "listener";
  readonly word: string;
  readonly operations: readonly Operation[];
}

function methodHook(facts: Values, fn: FunctionNode): Told | undefined {
  const cls = fn.parent;
  const name = fn.name?.name;
  if (fn.flavor !== "method" || cls?.kind !== "Class" || !name?.startsWith("on_")) return undefined;
  return isHandlerClass(facts, cls)
    ? { kind: "method", word: name.slice(3), operations: streamsInto(facts, cls) }
    : undefined;
}

/** `stream.on("textDelta", (delta) => …)`, also by the name of a function that is used for nothing else. */
function listenerHook(facts: Values, fn: FunctionNode): Told | undefined {
  const own = fn.parent?.kind === "Argument" ? fn.parent : undefined;
  const binding = own ? undefined : facts.program.bindingOfFunction(fn);
  const uses = own ? [own] : (binding ? facts.program.references(binding) : []).map(({ parent }) => parent);
  const told = uses.map((use) =>
    use?.kind === "Argument" ? listenerAt(facts, use.parent as Call, use.value) : undefined,
  );
  return told.length === 1 ? told[0] : undefined;
}

/** What a call of `.on` listens to. */
export function listenerAt(facts: Values, call: Call, listener: Expression): Told | undefined {
  const { callee, args } = call;
  if (callee.kind !== "Member" || !/^(on|once)$/.test(callee.property) || args[1]?.value !== listener) return undefined;
  const event = args[0]!.value;
  const operations = facts
    .results(callee.object)
    .flatMap((v) => (v.type === "Stream" && v.operation ? [v.operation] : []));
  return event.kind === "StringLiteral" && operations.length > 0
    ? { kind: "listener", word: toSnake(event.value), operations }
    : undefined;
}

function typed({ kind, word, operations }: Told, index: number): readonly ResultValue[] | undefined {
  const found = operations.flatMap((operation): readonly ResultValue[] => {
    const type = streamHook(word, operation.dialect.service, kind)?.takes[index];
    return type === undefined || type === "json"
      ? []
      : [{ kind: "result", type, dialect: operation.dialect, operation, path: `@${word}` }];
  });
  return found.length > 0 ? found : undefined;
}
