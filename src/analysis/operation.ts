import type { ClassicDialect, DialectOperation, Layout } from "../dialects/types.js";
import type { Argument, Call, Entry, Expression, ObjectLiteral } from "../languages/tree.js";
import { classicOperation } from "../protocol/classic.js";
import { bare } from "../languages/walk.js";
import type { Bag } from "./bagFields.js";
import { wireName } from "./casing.js";
import type { RestRequest } from "./rest/request.js";
import type { ClientValue, Value } from "./value.js";

/** One classic wire operation found in source, with its arguments by wire name, its site and its receiver. */
export interface Operation {
  readonly call: Call;
  readonly dialect: ClassicDialect;
  readonly spec: DialectOperation;
  /** Wire id: "runs.create". */
  readonly id: string;
  /** The clients the receiver may be. */
  readonly clients: readonly ClientValue[];
  readonly args: ReadonlyMap<string, OperationArgument>;
  /** The object literal that carried the body, where the SDK takes one. */
  readonly body: ObjectLiteral | undefined;
  /** Why the arguments cannot be told apart; the operation is then left alone. */
  readonly unclear: string | undefined;
  /** Whether that is because fields of the request come from objects which cannot be seen here; all else that is given is clear. */
  readonly isOpen: boolean;
  /** How it is sent where no SDK sends it. */
  readonly request?: RestRequest;
}

export interface OperationArgument {
  /** Wire name; request options are "@options.<name>". */
  readonly name: string;
  readonly value: Expression;
  readonly holder: Argument | Entry;
  /** The object that it is a field of, where that stands in a constant which other code reads, too, or is built elsewhere. */
  readonly fieldOf?: Expression;
  /** That object is known by its declared type alone. */
  readonly isDeclared?: boolean;
}

/** What reading arguments needs to know of values. */
export interface ArgumentOracle {
  valueOf(expression: Expression): readonly Value[];
  /** The object literal an expression certainly is, when nothing else can see or change it. */
  literalOf(expression: Expression): ObjectLiteral | undefined;
  /** The object literal that a constant certainly holds, which other code reads, too. */
  sharedLiteralOf(expression: Expression): ObjectLiteral | undefined;
  /** The fields of an object that is built elsewhere, where the code tells all of them. */
  bagOf(expression: Expression): Bag | undefined;
  /** Major version of a package that the file's project declares, or that its other calls are spelled for; or undefined. */
  majorOf(packageName: string): number | undefined;
}

/** Reads the arguments of a call by a dialect's layouts. */
export function readOperation(
  call: Call,
  dialect: ClassicDialect,
  spec: DialectOperation,
  clients: readonly ClientValue[],
  oracle: ArgumentOracle,
): Operation {
  const reader = new ArgumentReader(call, dialect, spec, oracle);
  reader.read();
  const { args, body, unclear, isOpen } = reader;
  return { call, dialect, spec, id: spec.operation, clients, args, body, unclear, isOpen };
}

type FieldOf = Pick<OperationArgument, "fieldOf" | "isDeclared">;

/** What may be read one by one from an object that is built elsewhere: fields that are sent as they are, and always there. */
const FIELD_BY_FIELD: Readonly<Record<string, readonly string[] | undefined>> = {
  "messages.create": ["role", "content"],
};

class ArgumentReader {
  readonly args = new Map<string, OperationArgument>();
  body: ObjectLiteral | undefined;
  unclear: string | undefined;
  isOpen = false;
  private isFailed = false;

  constructor(
    private readonly call: Call,
    private readonly dialect: ClassicDialect,
    private readonly spec: DialectOperation,
    private readonly oracle: ArgumentOracle,
  ) {}

  read(): void {
    const layout = this.chooseLayout();
    if (!layout) {
      this.unclear ??= "the order of its arguments cannot be told from the code or from the declared SDK version";
      return;
    }
    let position = 0;
    for (const argument of this.call.args) {
      if (argument.form === "positional") {
        const slot = layout.positional[position++]?.replace(/\?$/, "");
        if (slot === undefined) return this.fail("it has more arguments than the method takes");
        this.take(slot, argument, layout);
      } else if (argument.form === "named" && this.isBody(argument.name!)) this.take("@body", argument, layout);
      else if (argument.form === "named") this.put(this.alias(argument.name!, layout), argument.value, argument);
      else if (argument.form === "spread") return this.fail("its arguments are spread from a list");
      else if (!this.takeShared(argument, layout)) this.open("its arguments are spread from a dictionary");
    }
    this.askForIds();
  }

  /** A call without an id of its path, or with an object in its place (`list({ thread_id: id })`), never reached what it names. */
  private askForIds(): void {
    if (this.unclear !== undefined) return;
    for (const id of classicOperation(this.spec.operation)?.path ?? []) {
      const given = this.args.get(id);
      if (!given) return this.fail(`${id} is not given`);
      if (bare(given.value).kind === "ObjectLiteral")
        return this.fail(`${id} is given as an object, and the SDK takes the id alone`);
    }
  }

  /** `body=…` takes everything as one object, where the operation has no field of that name. */
  private isBody(name: string): boolean {
    return (
      this.dialect.requestOptions[name] === "body" && classicOperation(this.spec.operation)?.body[name] === undefined
    );
  }

  private fail(reason: string): void {
    this.unclear ??= reason;
    this.isOpen = false;
    this.isFailed = true;
  }

  private open(reason: string): void {
    this.unclear ??= reason;
    this.isOpen = !this.isFailed;
  }

  private take(slot: string, argument: Argument, layout: Layout): void {
    if (slot !== "@body" && slot !== "@params" && slot !== "@options") return this.put(slot, argument.value, argument);
    if (argument.value.kind === "NullLiteral") return;
    const literal = this.oracle.literalOf(argument.value);
    if (!literal) {
      if (slot === "@options") return this.put("@options", argument.value, argument);
      if (this.takeShared(argument, layout) || this.takeBag(argument.value, argument, layout)) return;
      return this.open("its arguments come from a value that is built elsewhere");
    }
    if (slot !== "@options") this.body = literal;
    for (const entry of literal.entries) {
      if (entry.form === "spread" && slot !== "@options" && this.takeBag(entry.value, entry, layout)) continue;
      if (entry.key === undefined || entry.form === "method") {
        this.open(
          entry.form === "spread"
            ? "part of its arguments is spread from another object"
            : "a key of its arguments is computed",
        );
        continue;
      }
      const name = slot === "@options" ? `@options.${entry.key}` : this.alias(entry.key, layout);
      this.put(name, entry.value, entry);
    }
  }

  /** Takes the fields of an object that stands in a constant; gives false where it cannot be told what they are. */
  private takeShared({ value }: Argument, layout: Layout): boolean {
    const literal = this.oracle.sharedLiteralOf(value);
    if (!literal) return false;
    for (const entry of literal.entries)
      this.put(this.alias(entry.key!, layout), entry.value, entry, { fieldOf: value });
    return true;
  }

  /** Takes the fields of an object that is built elsewhere, each to be read from it; gives false where it cannot be told what they are. */
  private takeBag(object: Expression, holder: Argument | Entry, layout: Layout): boolean {
    const fields = FIELD_BY_FIELD[this.spec.operation];
    const bag = fields && this.oracle.bagOf(object);
    if (!bag) return false;
    const wanted = classicOperation(this.spec.operation)?.body ?? {};
    // The type of an object of the program may have more than what is sent with it: the service took nothing else.
    const named = [...bag.fields]
      .map(([key, value]) => ({ name: this.alias(key, layout), value }))
      .filter(({ name }) => !bag.isDeclared || name in wanted);
    if (!named.every(({ name }) => fields.includes(name))) return false;
    const isThere = (field: string) => this.args.has(field) || named.some(({ name }) => name === field);
    if (bag.isDeclared && !fields.every(isThere)) return false;
    for (const { name, value } of named)
      this.put(name, value, holder, { fieldOf: bare(object), isDeclared: bag.isDeclared });
    return true;
  }

  private alias(name: string, layout: Layout): string {
    return layout.aliases?.[name] ?? wireName(name, this.dialect);
  }

  private put(name: string, value: Expression, holder: Argument | Entry, of?: FieldOf): void {
    if (this.args.has(name)) return this.fail(`argument ${name} is given twice`);
    this.args.set(name, { name, value, holder, ...of });
  }

  private chooseLayout(): Layout | undefined {
    const { layouts } = this.spec;
    if (layouts.length < 2) return layouts[0];
    const second = this.call.args[1];
    const shape = second?.form === "positional" ? this.shapeOf(second.value) : undefined;
    const wanted = shape && (shape === "object" ? "secondIsObject" : "secondIsString");
    const byShape = wanted && layouts.find((layout) => layout.evidence === wanted);
    if (byShape) return byShape;
    const undecided = layouts.filter((layout) => layout.evidence === undefined);
    if (undecided.length > 0) return undecided[0];
    const major = this.dialect.packages.map((name) => this.oracle.majorOf(name)).find((m) => m !== undefined);
    if (major === undefined) return undefined;
    return layouts.find((layout) => layout.evidence === (major >= 5 ? "secondIsObject" : "secondIsString"));
  }

  private shapeOf(expression: Expression): "object" | "string" | undefined {
    if (expression.kind === "ObjectLiteral") return "object";
    if (expression.kind === "StringLiteral" || expression.kind === "TemplateString") return "string";
    const values = this.oracle.valueOf(expression);
    if (values.length === 0) return undefined;
    if (
      values.every(
        (v) => v.kind === "text" || (v.kind === "result" && (v.type === "string" || v.type.startsWith("id("))),
      )
    )
      return "string";
    if (values.every((v) => v.kind === "object")) return "object";
    // `run.id`, `threadId`: nobody calls an options object so; but a name alone is never enough to rewrite, so it only joins other evidence.
    return undefined;
  }
}
