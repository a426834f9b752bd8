import { unbroken, type Code, type Group } from "../code.js";
import type { NestedLevel, PrintedArgument, PrintedEntry, Printer } from "../language.js";
import { escaped, quoted } from "./quoted.js";
import { styleOf } from "./style.js";
import { formatted } from "./templates.js";
import { isName } from "./words.js";

/** Prints Python 3. Calls and displays get a comma behind the last item when they are broken over lines. */
export const pythonPrinter: Printer = {
  styleOf,
  string: (value, style) => quoted(value, style.quote),

  literal(value, style) {
    if (value === null || value === undefined) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "string") return this.string(value, style);
    if (Array.isArray(value))
      return this.array(
        value.map((item) => this.literal(item, style)),
        style,
      );
    if (typeof value !== "object") return String(value);
    const entries = Object.entries(value).map(([key, item]) => ({ key, value: this.literal(item, style) }));
    return this.object(entries, style);
  },

  object(entries, style) {
    const print = ({ key, value }: PrintedEntry): Code =>
      key === undefined ? ["**", value] : [quoted(key, style.quote), ": ", value];
    return group("{", entries.map(print), "}");
  },

  array: (items) => group("[", items, "]"),
  spread: (list) => ["*", list],

  call(callee, args, style) {
    const print = ({ name, value }: PrintedArgument): Code => {
      if (name === undefined) return value;
      if (name === "**") return ["**", value];
      // A field may be called `from`: such names go through a dict.
      return isName(name) ? [name, "=", value] : ["**", this.object([{ key: name, value }], style)];
    };
    const positional = args.filter((arg) => arg.name === undefined);
    const named = args.filter((arg) => arg.name !== undefined);
    return [callee, group("(", [...positional, ...named].map(print), ")")];
  },

  construct(callee, args, style) {
    return this.call(callee, args, style);
  },

  member: (object, property) => [object, ".", property],
  field: (object, key, style) => [object, "[", quoted(key, style.quote), "]"],
  element: (object, index) => [object, `[${index}]`],
  // Before 3.12 an f-string must not go over lines.
  inText: unbroken,
  functionGap: "\n\n\n",
  await: (value) => ["await ", value],
  later: () => undefined,
  parenthesise: (value) => ["(", value, ")"],
  template: (texts, holes, style) => formatted(texts, holes, style),
  textLike(like, texts, holes, style) {
    const quote = /["']/.exec(like)?.[0] === "'" ? "'" : '"';
    if (holes.length === 0) return quoted(texts.join(""), quote);
    // What is carried over stood between these quotes before.
    const around = /^\w*("""|'''|"|')/.exec(like)?.[1] ?? style.quote;
    const words = texts.map((text) => escaped(text).replaceAll("{", "{{").replaceAll("}", "}}"));
    return [`f${around}`, words[0] ?? "", ...holes.flatMap((hole, i) => ["{", hole, "}", words[i + 1] ?? ""]), around];
  },
  declare: (name, value) => [name, " = ", value],
  assign: (target, value) => [target, " = ", value],
  statement: (value) => value,
  raise: (message) => ["raise RuntimeError(", message, ")"],
  environment: (name, style) => ["os.environ[", quoted(name, style.quote), "]"],
  filtered: (list, item, test) => ["[", item, " for ", item, " in ", list, " if ", test, "]"],

  nested: (levels, pick) =>
    pick === "all" ? comprehension("[", levels, "]") : group("next(", [comprehension("(", levels, ")"), "None"], ")"),

  firstLater: (levels) => ["await ", group("anext(", [comprehension("(", levels, ")", true), "None"], ")")],

  some: (list, item, test) => ["any(", test, ` for ${item} in `, list, ")"],
  mapped: (list, item, value) => ["[", value, ` for ${item} in `, list, "]"],
  each: (list, item, value, test, isAsync) => [
    "(",
    value,
    isAsync ? ` async for ${item} in ` : ` for ${item} in `,
    list,
    " if ",
    test,
    ")",
  ],

  dateOf: (seconds, available) => [
    `${available("datetime", "datetime")}.fromtimestamp(`,
    seconds,
    `, tz=${available("datetime", "timezone")}.utc)`,
  ],
  secondsOf: (date) => ["int(", date, ".timestamp())"],

  drained: (iterable, isAsync, indentation, style) => [
    isAsync ? "async for _ in " : "for _ in ",
    iterable,
    `:\n${indentation}${style.indent}pass`,
  ],

  firstOf: (list, item, test, { property } = {}) => [
    `next((${property ? `${item}.${property}` : item} for ${item} in `,
    list,
    " or [] if ",
    test,
    "), None)",
  ],

  append(list, added, style) {
    const [method, value] = "item" in added ? (["append", added.item] as const) : (["extend", added.items] as const);
    return this.call([list, `.${method}`], [{ name: undefined, value }], style);
  },
  firstItems: (list, count) => [list, `[:${count}]`],
  reversed: (list) => [list, "[::-1]"],

  replacedItems(list, item, types, items) {
    const [only, ...more] = types;
    const test: Code = more.length === 0 ? [" != ", only ?? ""] : [" not in ", group("(", types, ")")];
    const others: Code = [`*[${item} for ${item} in `, list, ` or [] if ${item}["type"]`, test, "]"];
    return group("[", [others, ...items], "]");
  },

  found: (list, item, test) => [`next(${item} for ${item} in `, list, " if ", test, ")"],

  collected(pager, item, isAsync, style) {
    if (isAsync) return [`[${item} async for ${item} in `, pager, "]"];
    return this.call("list", [{ name: undefined, value: pager }], style);
  },

  cast: (value) => value,
  assertion: (test) => ["assert ", test],
  word: (value, style) => quoted(value, style.quote),
  assured: (value) => value,
  equals: (left, right) => [left, " == ", right],

  // Not `in`: type checkers narrow unions by `==` only.
  oneOf(value, options, style) {
    return this.or(options.map((option) => this.equals(value, quoted(option, style.quote))));
  },

  or: (operands) => operands.flatMap((operand, i) => (i === 0 ? [operand] : [" or ", operand])),
  and: (operands) => operands.flatMap((operand, i) => (i === 0 ? [operand] : [" and ", operand])),
  conditional: (test, then, otherwise) => [then, " if ", test, " else ", otherwise],
  orElse: (value, otherwise) => [value, " or ", otherwise],
  endsWith: (text, suffix, style) => [text, ".endswith(", quoted(suffix, style.quote), ")"],

  memberOrNothing: (object, property, style, _typed, otherwise = "None") => [
    "getattr(",
    object,
    ", ",
    quoted(property, style.quote),
    ", ",
    otherwise,
    ")",
  ],

  caseTests: (values) => values.map((value, i) => (i === 0 ? value : [" | ", value])),
  not: negated,

  localName(words) {
    const name = words.join("_").toLowerCase();
    return isName(name) ? name : `${name}_`;
  },

  skipUnless: (test, style) => ["if ", negated(test), `:\n${style.indent}continue`],
  stopWhen: (test, style) => ["if ", test, `:\n${style.indent}break`],
  eventMethod({ name, isAsync, keeps, every, branches, last }, indentation, style) {
    const [prefix, wait] = isAsync ? ["async ", "await "] : ["", ""];
    const inner = indentation + style.indent;
    const deeper = inner + style.indent;
    return [
      `${indentation}${prefix}def ${name}(self, stream):\n`,
      `${inner}${prefix}for event in stream:\n`,
      ...(keeps
        ? [`${deeper}if `, keeps.test, `:\n${deeper}${style.indent}self.${keeps.field} = event.response\n`]
        : []),
      ...every.map((method) => `${deeper}${wait}self.${method}(event)\n`),
      ...branches.flatMap(({ test, calls }, i): Code[] => [
        `${deeper}${i === 0 ? "if" : "elif"} `,
        test,
        `:\n${deeper}${style.indent}${wait}self.`,
        calls,
        "\n",
      ]),
      ...(every.length + branches.length === 0 && !keeps ? [`${deeper}pass\n`] : []),
      ...last.map((method) => `${inner}${wait}self.${method}()\n`),
    ];
  },

  comment: (text) => `# ${text}`,
};

function group(open: string, items: readonly Code[], close: string): Group {
  return { kind: "group", open, close, items, padded: false, trailingComma: true };
}

const OPPOSITES: Readonly<Record<string, string | undefined>> = { " == ": " != ", " in ": " not in " };

/** `not test`; a comparison that this printer made turns into its opposite, everything else that might bind weaker gets parentheses. */
function negated(test: Code): Code {
  if (typeof test === "string" && /^[\w.]+$/.test(test)) return ["not ", test];
  const [left, operator, right, ...more] = isList(test) ? test : [];
  if (operator === ".endswith(" || left === "any(") return ["not ", test];
  const opposite = typeof operator === "string" ? OPPOSITES[operator] : undefined;
  if (opposite === undefined || left === undefined || right === undefined || more.length > 0)
    return ["not (", test, ")"];
  return [left, opposite, right];
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

/** The same for programs that read plain dictionaries. */
export const pythonJsonPrinter: Printer = {
  ...pythonPrinter,
  member: (object, property) => [object, `["${property}"]`],
};

/** `isAsync`: the outer list is read by waiting for it. */
function comprehension(open: string, levels: readonly NestedLevel[], close: string, isAsync = false): Group {
  const clauses = levels.flatMap(({ item, list, test }, level): Code[] => [
    [`${isAsync && level === 0 ? "async " : ""}for ${item} in `, list],
    ...(test === undefined ? [] : [["if ", test]]),
  ]);
  return { ...group(open, [levels.at(-1)!.item, ...clauses], close), clauses: true };
}
