import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { TargetModel } from "../../src/dialects/target.js";
import type { ClassicDialect } from "../../src/dialects/types.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Name, Node, ObjectLiteral, SourceTree } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { commentsAround } from "./comments.js";
import { changeBuilt } from "./changeBuilt.js";
import { allSlots, isFileSlot } from "../files/fileSlots.js";
import { intoDefinitions, isFree } from "../agents/intoDefinitions.js";
import { modelJson } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";
import { sharedField } from "./sharedField.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import { isKnownAt, isVisibleAt } from "../leaving/visible.js";

/**
 * JSON with holes: source code seen as the JSON value it builds. What is not a literal, and text whose words do not matter, is a hole:
 * a marker string that stands for an expression and is printed as that expression again. So the same reshapes run on source that the
 * shim runs on requests.
 */
export class Holes {
  private readonly codes: Code[] = [];
  private readonly expressions = new Map<string, Expression>();
  private readonly carriers = new Map<Expression, string>();
  private readonly origins: {
    readonly built: Expression;
    readonly name: Expression;
    readonly unchanged: string | undefined;
  }[] = [];
  private place: Node;

  /** `tree` is the file that is read from and printed into, where it is not that of the operation. */
  constructor(
    private readonly cx: Rewrite,
    private readonly operation: Operation,
    private readonly tree: SourceTree = operation.call.tree,
  ) {
    this.place = operation.call;
  }

  /** What is being printed: the call, or what is built elsewhere. */
  get printsFor(): Node {
    return this.place;
  }

  /** The SDK whose names are read. */
  get dialect(): ClassicDialect {
    return this.operation.dialect;
  }

  /** The flow of the operation that is read. */
  get flow(): number {
    return this.cx.flows.flowOf(this.operation).id;
  }

  /** A hole that prints as `code`. */
  code(code: Code): string {
    return `${MARK}${this.codes.push(code) - 1}${MARK}`;
  }

  /** A hole that prints as an expression of the source, with the comments that stand around it; the same for the same expression. */
  carried(expression: Expression): string {
    const known = this.carriers.get(expression);
    if (known !== undefined) return known;
    const { call } = this.operation;
    const field = sharedField(this.cx, expression);
    const comments = !field && expression.tree === call.tree ? commentsAround(call, expression) : undefined;
    const plain = field ?? carry(expression);
    const code = comments ? ({ kind: "commented", ...comments, code: plain } as const) : plain;
    const hole = this.code(code);
    this.expressions.set(hole, expression);
    this.carriers.set(expression, hole);
    return hole;
  }

  codeOf(json: Json | undefined): Code | undefined {
    return isHole(json) ? this.codes[Number((json as string).slice(1, -1))] : undefined;
  }

  /** The expression that a hole stands for, as it is. */
  expressionOf(json: Json): Expression | undefined {
    return typeof json === "string" ? this.expressions.get(json) : undefined;
  }

  /** Reads an expression as JSON with holes. `key` is the wire name it goes under. */
  read(e: Expression, key: string): Json {
    if (FREE_FORM.has(key)) return this.carried(e);
    switch (e.kind) {
      case "Wrap":
        return e.flavor === "nonNull" || this.isUntyped(e, key) ? this.carried(e) : this.read(e.value, key);
      case "ObjectLiteral": {
        const object: Record<string, Json> = {};
        for (const entry of e.entries) {
          if (entry.form === "spread") {
            const spread = this.read(entry.value, key);
            if (typeof spread !== "object" || spread === null) return this.carried(e);
            Object.assign(object, spread);
            continue;
          }
          if (entry.key === undefined || entry.form === "method") return this.carried(e);
          const name = wireName(entry.key, this.operation.dialect);
          object[name] = this.read(entry.value, name);
        }
        return object;
      }
      case "ArrayLiteral":
        // A file's name, content and type.
        if (e.flavor === "tuple" && key === "file") return this.carried(e);
        return this.list(
          e,
          e.items.map((item) => (item.kind === "Spread" ? { spread: item.value } : item)),
          key,
        );
      case "Binary":
        return e.operator === "+" && key === "tools"
          ? this.list(e, [{ spread: e.left }, { spread: e.right }], key)
          : this.carried(e);
      case "Name":
        return this.behind(e, key);
      case "StringLiteral":
        return TELLING.has(key) ? e.value : this.carried(e);
      case "BooleanLiteral":
        return e.value;
      case "NullLiteral":
        return null;
      default: {
        const constant = this.constant(e);
        if (constant !== undefined) return TELLING.has(key) ? constant : this.code(this.literal(constant));
        return modelJson(this.cx, e, this) ?? this.carried(e);
      }
    }
  }

  /** A value that is said to be of any type, and is nothing that is rewritten: it may not have the type that is wanted. */
  private isUntyped(e: Expression, key: string): boolean {
    return e.kind === "Wrap" && /\bas any$/.test(textOf(e)) && isHole(this.read(e.value, key));
  }

  /** Lists joined from elements and other lists; a hole where one of those is not known. */
  private list(e: Expression, items: readonly (Expression | { readonly spread: Expression })[], key: string): Json {
    const json: Json[] = [];
    for (const item of items) {
      if (!("spread" in item)) {
        json.push(this.read(item, key));
        continue;
      }
      const spread = this.read(item.spread, key);
      if (!isArray(spread)) return this.carried(e);
      json.push(...spread);
    }
    return json;
  }

  /** An object that stands in a variable which only this place reads: seen through, and kept there when it is printed. */
  private behind(name: Name, key: string): Json {
    const literal = this.literalBehind(name, key);
    if (!literal) return modelJson(this.cx, name, this) ?? this.carried(name);
    const json = this.read(literal, key);
    return typeof json === "object" && json !== null && !isArray(json)
      ? { ...json, $origin: this.origin(literal, name, json) }
      : json;
  }

  private literalBehind(name: Name, key: string): ObjectLiteral | undefined {
    const literal = this.cx.values.literalOf(name);
    if (literal) return literal.tree === name.tree ? literal : undefined;
    const binding = SHAPED.has(key) ? this.cx.program.bindingOf(name) : undefined;
    const write = binding?.writes.length === 1 ? binding.writes[0]! : undefined;
    if (write?.value?.kind !== "ObjectLiteral" || write.path.length > 0) return undefined;
    return isFree(intoDefinitions(this.cx, write.value)) ? write.value : undefined;
  }

  /** A list that stands in a variable which only this place reads, with the mark that keeps it there. */
  listBehind(e: Expression, key: string): { readonly json: Json; readonly origin: string } | undefined {
    if (e.kind !== "Name" || !SHAPED.has(key)) return undefined;
    const binding = this.cx.program.bindingOf(e);
    const write = binding?.writes.length === 1 ? binding.writes[0]! : undefined;
    if (
      !binding ||
      !write ||
      write.path.length > 0 ||
      write.value?.kind !== "ArrayLiteral" ||
      write.value.tree !== e.tree
    )
      return undefined;
    if (this.cx.program.references(binding).length !== 1) return undefined;
    const json = this.read(write.value, key);
    return isArray(json) ? { json, origin: this.origin(write.value, e) } : undefined;
  }

  /** Remembers where a value is built, so that its new form is written there and `name` keeps standing for it. */
  origin(built: Expression, name: Expression, before?: Json): string {
    const unchanged = before !== undefined && this.isOnTheWire(built) ? JSON.stringify(before) : undefined;
    return String(this.origins.push({ built, name, unchanged }) - 1);
  }

  /** Whether all keys of what a literal builds are spelled as they are sent. */
  private isOnTheWire(built: Expression): boolean {
    const { dialect } = this.operation;
    if (dialect.casing === "snake" || built.kind !== "ObjectLiteral") return dialect.casing === "snake";
    return built.entries.every(
      ({ key, value }) =>
        (key === undefined || wireName(key, dialect) === key) &&
        (value.kind !== "ObjectLiteral" || FREE_FORM.has(key ?? "") || this.isOnTheWire(value)),
    );
  }

  /** The wire string that an enum member of the SDK stands for (`MessageRole.USER`). */
  constant(e: Expression): string | undefined {
    if (e.kind !== "Member") return undefined;
    for (const value of this.cx.values.of(e)) {
      if (value.kind !== "external") continue;
      const text = this.operation.dialect.constants[value.path.slice(-2).join(".")];
      if (text !== undefined) return text;
    }
    return undefined;
  }

  private literal(text: string): Code {
    return this.cx.printer(this.tree).string(text, this.cx.style(this.tree));
  }

  /** `{ model: model }` is written `{ model }` where the language has that: the printer knows it by the text. */
  entry(key: string, code: Code): Code {
    if (typeof code === "string" || Array.isArray(code) || !("kind" in code) || code.kind !== "carried") return code;
    const { tree } = this;
    if (tree.text.slice(code.start, code.end) !== key) return code;
    const { names } = this.cx.program.fileOf(tree.root).bindings;
    const binding = names.named(key).find((b) => b.reads.some((read) => read.start === code.start));
    if (!binding || this.cx.renames.has(binding)) return code;
    this.cx.needed.add(`${tree.path} ${key}`);
    return key;
  }

  /** The class that the target SDK has for a shape, by its tag where it is one of several. */
  private modelFor(json: Json, shape: string | undefined): TargetModel | undefined {
    if (shape === undefined || typeof json !== "object" || json === null || isArray(json)) return undefined;
    const { models } = this.cx.target(this.tree);
    return models[`${shape}.${typeof json.type === "string" ? json.type : ""}`] ?? models[shape];
  }

  /** Writes a value where it was built, once, and prints the name that stands for it. */
  private printAtOrigin(json: JsonObject, shape: string | undefined): Code {
    const { built, name, unchanged } = this.origins[Number(json.$origin)]!;
    if (unchanged === JSON.stringify(withoutOrigin(json)) && !this.modelFor(withoutOrigin(json), shape))
      return carry(name);
    this.change(built, withoutOrigin(json), shape);
    return carry(name);
  }

  /** Writes a value in its new form where it is built. */
  change(built: Expression, json: Json, shape: string | undefined): void {
    const [tool] = isArray(json) ? json : [json];
    const type =
      this.tree.language === "javascript"
        ? "ToolUnion"
        : tool !== undefined && this.modelFor(tool, shape?.replace(/\[\]$/, ""))?.name;
    const code = this.at(built, () => this.print(json, shape));
    changeBuilt(this.cx, built, code, {
      flow: this.cx.flows.flowOf(this.operation).id,
      destination: intoDefinitions(this.cx, built),
      type: type || undefined,
      built: wholeOf(json),
      isList: isArray(json),
    });
  }

  /** Reads and prints for another place than the call. */
  at<T>(place: Node, work: () => T): T {
    const before = this.place;
    this.place = place;
    const result = work();
    this.place = before;
    return result;
  }

  /** What is carried to another place must mean the same there. */
  private requireVisible(e: Expression | undefined): void {
    if (e === undefined || (this.place === this.operation.call ? isKnownAt : isVisibleAt)(this.cx, e, this.place))
      return;
    throw new Untranslatable(
      "what a tool is made of now is not known where the tool is built",
      "Build the tool where its files, stores and connections are at hand, then run again.",
    );
  }

  /**
   * Prints JSON with holes. `shape` names the current shape of the value: where the target SDK wants a class for it, that class is
   * constructed (and its import wanted), else it is an object literal.
   */
  print(json: Json, shape?: string): Code {
    const { tree } = this;
    const printer = this.cx.printer(tree);
    const style = this.cx.style(tree);
    const hole = this.codeOf(json);
    if (hole !== undefined) {
      this.requireVisible(this.expressions.get(json as string));
      return hole;
    }
    if (json === null || typeof json !== "object") return printer.literal(json, style);
    if (typeof json === "object" && "$origin" in json) return this.printAtOrigin(json as JsonObject, shape);
    if (isArray(json)) {
      const slots = allSlots(this.cx, tree, json, "fileSlots");
      if (slots !== undefined)
        return this.print([...json.filter((item) => !isFileSlot(item)), { $spread: this.code(slots) }], shape);
      const [only] = json;
      if (json.length === 1 && isSpread(only)) return this.print(only.$spread!);
      return printer.array(
        json.map((item) =>
          isSpread(item) ? printer.spread(this.print(item.$spread!)) : this.print(item, shape?.replace(/\[\]$/, "")),
        ),
        style,
      );
    }
    const target = this.cx.target(tree);
    const tag = typeof json.type === "string" ? json.type : "";
    const model = this.modelFor(json, shape);
    const each = shape?.endsWith("{}") ? shape.slice(0, -2) : undefined;
    const entries = Object.entries(json)
      .filter(([key]) => !model?.fixed.includes(key))
      .filter(([key, value]) => JSON.stringify(target.defaults[`${tag}.${key}`]) !== JSON.stringify(value))
      .map(([key, value]) => ({ key, value: this.entry(key, this.print(value, each ?? model?.fields?.[key])) }));
    if (!model) return printer.object(entries, style);
    const callee = this.cx.want(tree, target.modelModule, model.name, model.name);
    return printer.construct(
      callee,
      entries.map(({ key, value }) => ({ name: key, value })),
      style,
    );
  }
}

/** Tools, or the parts of a message that goes to the model; undefined for what is only a part of one. */
function wholeOf(json: Json): "tools" | "content" | undefined {
  const types = (isArray(json) ? json : [json]).map((item) =>
    typeof item === "object" && item !== null && !isArray(item) && !isHole(item.type) ? item.type : undefined,
  );
  if (types.length === 0 || types.some((type) => typeof type !== "string")) return undefined;
  return types.every((type) => (type as string).startsWith("input_")) ? "content" : "tools";
}

function withoutOrigin(json: JsonObject): Json {
  return json.$list ?? Object.fromEntries(Object.entries(json).filter(([key]) => key !== "$origin"));
}

export function isHole(json: Json | undefined): boolean {
  return typeof json === "string" && json.startsWith(MARK);
}

/** The items of a list that is only known at run time, among others. */
function isSpread(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && "$spread" in json;
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

const MARK = "\u0000";

/** Keys whose text decides how a value is reshaped; all other text stays the expression it was. */
const TELLING = new Set([
  "type",
  "role",
  "kind",
  "ranker",
  "response_format",
  "tool_choice",
  "truncation_strategy",
  "server_label",
  "include",
]);

/** Keys whose objects change their shape, so that they are looked up behind a name. */
const SHAPED = new Set([
  "tools",
  "tool",
  "function",
  "response_format",
  "tool_resources",
  "messages",
  "additional_messages",
  "thread",
  "content",
]);

/** Keys below which the JSON is the user's own: carried as it stands. */
const FREE_FORM = new Set(["parameters", "schema", "metadata", "spec", "headers", "filters"]);
