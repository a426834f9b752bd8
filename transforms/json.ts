import { wireName } from "../src/analysis/casing.js";
import type { Operation } from "../src/analysis/operation.js";
import { carry, type Code } from "../src/languages/code.js";
import type { Expression } from "../src/languages/tree.js";
import type { Json } from "../src/protocol/types.js";
import { commentsAround } from "./comments.js";
import { modelJson } from "./models.js";
import type { Rewrite } from "./rewrite.js";

/**
 * JSON with holes: source code seen as the JSON value it builds. What is not a literal, and text whose words do not matter, is a hole:
 * a marker string that stands for an expression and is printed as that expression again. So the same reshapes run on source that the
 * shim runs on requests.
 */
export class Holes {
  private readonly codes: Code[] = [];

  constructor(
    private readonly cx: Rewrite,
    private readonly operation: Operation,
  ) {}

  /** A hole that prints as `code`. */
  code(code: Code): string {
    return `${MARK}${this.codes.push(code) - 1}${MARK}`;
  }

  /** A hole that prints as an expression of the source, with the comments that stand around it. */
  carried(expression: Expression): string {
    const comments = commentsAround(this.operation.call, expression);
    return this.code(comments ? { kind: "commented", ...comments, code: carry(expression) } : carry(expression));
  }

  codeOf(json: Json | undefined): Code | undefined {
    return isHole(json) ? this.codes[Number((json as string).slice(1, -1))] : undefined;
  }

  /** Reads an expression as JSON with holes. `key` is the wire name it goes under. */
  read(e: Expression, key: string): Json {
    if (FREE_FORM.has(key)) return this.carried(e);
    switch (e.kind) {
      case "Wrap":
        return e.flavor === "nonNull" ? this.carried(e) : this.read(e.value, key);
      case "ObjectLiteral": {
        const object: Record<string, Json> = {};
        for (const entry of e.entries) {
          if (entry.key === undefined || entry.form === "method") return this.carried(e);
          const name = wireName(entry.key, this.operation.dialect.casing);
          object[name] = this.read(entry.value, name);
        }
        return object;
      }
      case "ArrayLiteral":
        return e.items.some((item) => item.kind === "Spread") ? this.carried(e) : e.items.map((item) => this.read(item, key));
      case "StringLiteral":
        return TELLING.has(key) ? e.value : this.carried(e);
      case "BooleanLiteral":
        return e.value;
      case "NullLiteral":
        return null;
      default: {
        const constant = this.constant(e);
        if (constant !== undefined) return TELLING.has(key) ? constant : this.code(this.literal(constant));
        return modelJson(this.cx, this.operation, e, this) ?? this.carried(e);
      }
    }
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
    const tree = this.operation.call.tree;
    return this.cx.printer(tree).string(text, this.cx.style(tree));
  }

  /**
   * Prints JSON with holes. `shape` names the current shape of the value: where the target SDK wants a class for it, that class is
   * constructed (and its import wanted), else it is an object literal.
   */
  print(json: Json, shape?: string): Code {
    const { tree } = this.operation.call;
    const printer = this.cx.printer(tree);
    const style = this.cx.style(tree);
    const hole = this.codeOf(json);
    if (hole !== undefined) return hole;
    if (json === null || typeof json !== "object") return printer.literal(json, style);
    if (isArray(json)) return printer.array(json.map((item) => this.print(item, shape?.replace(/\[\]$/, ""))), style);
    const target = this.cx.target(tree);
    const tag = typeof json.type === "string" ? json.type : "";
    const model = shape === undefined ? undefined : (target.models[`${shape}.${tag}`] ?? target.models[shape]);
    const entries = Object.entries(json)
      .filter(([key]) => !model?.fixed.includes(key))
      .filter(([key, value]) => JSON.stringify(target.defaults[`${tag}.${key}`]) !== JSON.stringify(value))
      .map(([key, value]) => ({ key, value: this.print(value, model?.fields?.[key]) }));
    if (!model) return printer.object(entries, style);
    const callee = this.cx.want(tree, target.modelModule, model.name, model.name);
    return printer.construct(
      callee,
      entries.map(({ key, value }) => ({ name: key, value })),
      style,
    );
  }
}

export function isHole(json: Json | undefined): boolean {
  return typeof json === "string" && json.startsWith(MARK);
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

const MARK = "\u0000";

/** Keys whose text decides how a value is reshaped; all other text stays the expression it was. */
const TELLING = new Set(["type", "role", "kind", "ranker", "response_format", "tool_choice", "truncation_strategy"]);

/** Keys below which the JSON is the user's own: carried as it stands. */
const FREE_FORM = new Set(["parameters", "schema", "metadata", "spec", "headers", "filters"]);
