import type { Expression, Field, Name, Node } from "../languages/tree.js";
import { bare } from "../languages/walk.js";
import { clientFor } from "./calls.js";
import { typeOf } from "./dialectLookup.js";
import { eventOfClass } from "./streamEvents.js";
import { join, type Value } from "./value.js";
import type { Values } from "./values.js";

/** What an annotation says a value is. Empty: nothing this tool knows. */
export function ofAnnotation(
  facts: Values,
  annotation: Expression,
  seen: ReadonlySet<Node> = new Set(),
): readonly Value[] {
  switch (annotation.kind) {
    case "TypeUnion":
      return join(...annotation.members.map((m) => ofAnnotation(facts, m, seen)));
    case "Wrap":
      return ofAnnotation(facts, annotation.value, seen);
    case "TypeApply":
      return ofApplied(facts, annotation.base, annotation.args, seen);
    case "Index":
      return ofApplied(facts, annotation.object, argumentsOf(annotation.index), seen);
    case "Binary":
      if (annotation.operator !== "|") return [];
      return join(ofAnnotation(facts, annotation.left, seen), ofAnnotation(facts, annotation.right, seen));
    case "Opaque":
      return annotation.what === "TypeLiteral" ? recordOf(facts, annotation, annotation.children, seen) : [];
    case "Name":
    case "Member": {
      if (annotation.kind === "Name" && (annotation.name === "string" || annotation.name === "str"))
        return [{ kind: "text", value: undefined }];
      const known = join(...facts.of(annotation).map((v) => ofTypeValue(v)));
      return known.length > 0 || annotation.kind === "Member" ? known : ofAlias(facts, annotation, seen);
    }
    default:
      return [];
  }
}

/** Values of which nothing is known, with the knowledge that a type says something of them, if one does. */
export function asTyped(values: readonly Value[], annotation: Expression | undefined): readonly Value[] {
  if (!annotation || saysNothing(annotation)) return values;
  return values.map((value) => (value.kind === "unknown" ? { ...value, typed: true } : value));
}

/** Whether an annotation leaves open what a value is: `any`, `unknown`, `Any`, `object`. */
function saysNothing(annotation: Expression): boolean {
  const at = bare(annotation);
  const name = at.kind === "Name" ? at.name : at.kind === "Member" ? at.property : at.tree.text.slice(at.start, at.end);
  return /^(any|unknown|Any|object)$/.test(name);
}

/** A type with arguments: `Promise<Run>`, `Optional[OpenAI]`, `Run[]` (without a base). */
function ofApplied(
  facts: Values,
  base: Expression | undefined,
  args: readonly Expression[],
  seen: ReadonlySet<Node>,
): readonly Value[] {
  const inner = () => args.flatMap((a) => ofAnnotation(facts, a, seen));
  if (!base) return args.flatMap((a) => listOf(ofAnnotation(facts, a, seen)));
  const name = base.kind === "Name" ? base.name : base.kind === "Member" ? base.property : "";
  if (/^(Array|ReadonlyArray|[Ll]ist|Iterable|AsyncIterable|Sequence|Iterator|AsyncIterator)$/.test(name))
    return listOf(inner());
  if (SAME.test(name)) return inner();
  if (name === "InstanceType") return queried(args).flatMap((e) => ofAnnotation(facts, e, seen));
  if (name === "ReturnType")
    return queried(args)
      .flatMap((e) => facts.of(e))
      .flatMap((v) => (v.kind === "function" ? facts.returns(v.fn) : []));
  return ofAnnotation(facts, base, seen);
}

/** Types that say of their argument how it comes, and types with fewer of its properties. */
const SAME =
  /^(Promise|PromiseLike|Awaited|Optional|Union|Awaitable|Coroutine|Readonly|Final|Annotated|Partial|Required|Omit|Pick|NonNullable)$/;

/** What `typeof` stands before, in the arguments of a type. */
function queried(args: readonly Expression[]): readonly Expression[] {
  return args.flatMap((arg) =>
    arg.kind === "Opaque" && arg.what === "TypeQuery" ? (arg.children as Expression[]) : [],
  );
}

/** The arguments of a generic type of Python where it stands as a value. */
function argumentsOf(index: Expression): readonly Expression[] {
  return index.kind === "ArrayLiteral" ? index.items : [index];
}

/** What a name is short for: a type alias, an interface, or a variable that holds a type. */
function ofAlias(facts: Values, name: Name, seen: ReadonlySet<Node>): readonly Value[] {
  const meaning = meaningOfType(facts, name);
  if (!meaning || seen.has(meaning)) return [];
  const now = new Set([...seen, meaning]);
  if (meaning.kind !== "TypeDeclaration") return ofAnnotation(facts, meaning as Expression, now);
  const bases = meaning.children.filter(({ kind }) => kind === "Name" || kind === "Member" || kind === "TypeApply");
  return join(
    recordOf(facts, meaning, meaning.children, now),
    ...bases.map((base) => ofAnnotation(facts, base as Expression, now)),
  );
}

/** The type that a name is short for, or the interface that it names; undefined for classes and names from elsewhere. */
export function meaningOfType({ program }: Values, name: Name): Node | undefined {
  const own = program.bindingOf(name);
  const binding = own && (program.importOrigin(own) ?? own);
  if (binding?.kind === "type") {
    const declaration = binding.declarations[0]?.parent;
    if (declaration?.kind !== "TypeDeclaration") return undefined;
    const { children } = declaration;
    const only = children.length === 1 && children[0]!.kind !== "Field" ? children[0] : undefined;
    return only && !isInterface(declaration) ? only : declaration;
  }
  const write = binding?.kind === "variable" && binding.writes.length === 1 ? binding.writes[0] : undefined;
  return write?.path.length === 0 && (write.value?.kind === "Index" || write.value?.kind === "Binary")
    ? write.value
    : undefined;
}

function isInterface(declaration: Node): boolean {
  return /^(export\s+)?(default\s+)?(declare\s+)?interface\b/.test(
    declaration.tree.text.slice(declaration.start, declaration.end),
  );
}

/** An object by the type of its properties, where one of them is a client. */
function recordOf(facts: Values, node: Node, children: readonly Node[], seen: ReadonlySet<Node>): readonly Value[] {
  const fields = children.filter((child): child is Field => child.kind === "Field");
  const isClient = ({ annotation }: Field) =>
    annotation !== undefined && ofAnnotation(facts, annotation, seen).some(({ kind }) => kind === "client");
  return fields.some(isClient) ? [{ kind: "record", fields, node }] : [];
}

function ofTypeValue(value: Value): readonly Value[] {
  if (value.kind === "class") return [{ kind: "instance", node: value.node }];
  if (value.kind !== "external") return [];
  const client = clientFor(value, undefined);
  if (client) return [client];
  const typed = typeOf(value);
  if (!typed?.type.shape) return [];
  const event = typed.type.shape === "StreamEvent" ? eventOfClass(value.path.at(-1) ?? "") : undefined;
  const base = {
    kind: "result",
    type: typed.type.shape,
    dialect: typed.dialect,
    operation: undefined,
    path: "",
  } as const;
  return [event === undefined ? base : { ...base, events: [event] }];
}

function listOf(values: readonly Value[]): readonly Value[] {
  return values.map((v) => (v.kind === "result" ? { ...v, type: `${v.type}[]` } : { kind: "list", elements: [v] }));
}
