import type { Code, Group } from "../code.js";
import type { PrintedArgument, PrintedEntry, Printer } from "../language.js";
import { quoted, templateText } from "./quoted.js";
import { styleOf } from "./style.js";
import { isBindable, isIdentifier } from "./words.js";

/** Prints JavaScript and TypeScript. Named arguments become one object behind the positional ones. */
export const javascriptPrinter: Printer = {
  styleOf,
  string: (value, style) => quoted(value, style.quote),

  literal(value, style) {
    if (typeof value === "string") return quoted(value, style.quote);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.literal(item, style));
      return this.array(items, style);
    }
    if (typeof value !== "object" || value === null) return String(value);
    const entries = Object.entries(value).map(([key, item]) => ({ key, value: this.literal(item, style) }));
    return this.object(entries, style);
  },

  object(entries, style) {
    const print = ({ key, value }: PrintedEntry): Code => {
      if (key === undefined) return ["...", value];
      return value === key && isBindable(key) ? key : [printedKey(key, style.quote), ": ", value];
    };
    return group("{", entries.map(print), "}", style.trailingCommas);
  },

  spread: (list) => ["...", list],
  array: (items, style) => group("[", items, "]", style.trailingCommas),

  call(callee, args, style) {
    const values = args.filter((arg) => arg.name === undefined).map(({ value }) => value);
    const named = args.filter((arg) => arg.name !== undefined);
    if (named.length > 0) values.push(this.object(named.map(entryOf), style));
    return [callee, { ...group("(", values, ")", style.trailingCommas), hugs: true }];
  },

  construct(callee, args, style) {
    return ["new ", this.call(callee, args, style)];
  },

  member(object, property, optional = false) {
    const access = isIdentifier(property) ? property : `[${quoted(property, '"')}]`;
    return [object, optional ? "?." : access === property ? "." : "", access];
  },

  field(object, key, style) {
    return isIdentifier(key) ? this.member(object, key) : [object, "[", quoted(key, style.quote), "]"];
  },

  element: (object, index) => [object, `[${index}]`],
  inText: (code) => code,
  functionGap: "\n\n",
  await: (value) => ["await ", value],
  later: (item, value) => [`.then((${item}) => `, value, ")"],
  parenthesise: (value) => ["(", value, ")"],

  template(texts, holes) {
    const pieces = holes.flatMap((hole, i): Code[] => ["${", hole, "}", templateText(texts[i + 1] ?? "")]);
    return ["`", templateText(texts[0] ?? ""), ...pieces, "`"];
  },

  textLike(like, texts, holes, style) {
    if (holes.length > 0) return this.template(texts, holes, style);
    return quoted(texts.join(""), like.startsWith("'") ? "'" : like.startsWith('"') ? '"' : style.quote);
  },

  declare(name, value, style) {
    return this.statement([`const ${name} = `, value], style);
  },

  assign: (target, value) => [target, " = ", value],

  statement(value, style) {
    if (style.semicolons) return [value, ";"];
    // Without one before it such a line would continue the last.
    return /^[([`]/.test(startOf(value)) ? [";", value] : value;
  },

  raise(message, style) {
    return ["throw new Error(", message, style.semicolons ? ");" : ")"];
  },

  environment(name, _style, typed) {
    return [this.member("process.env", name), typed ? "!" : ""];
  },

  filtered: (list, item, test, type) => [
    list,
    type ? `.filter((${item}): ${item} is ${type} => ` : `.filter((${item}) => `,
    test,
    ")",
  ],

  firstLater: () => undefined,

  nested(levels, pick) {
    const at = (index: number): Code => {
      const { item, list, test } = levels[index]!;
      const kept: Code = test === undefined ? list : this.filtered(list, item, test);
      return index === levels.length - 1 ? kept : [kept, `.flatMap((${item}) => `, at(index + 1), ")"];
    };
    const last = levels[0]!;
    if (pick === "all") return at(0);
    return levels.length === 1 && last.test !== undefined
      ? this.found(last.list, last.item, last.test, false)
      : this.element(at(0), 0);
  },

  some: (list, item, test) => [list, `.some((${item}) => `, test, ")"],
  mapped(list, item, value, texts = []) {
    const type = texts.length > 0 ? `: { ${texts.map((name) => `${name}: string`).join("; ")} }` : "";
    return [list, `.map((${item}${type}) => `, isObject(value) ? ["(", value, ")"] : value, ")"];
  },

  each(list, item, value, test, isAsync) {
    const [fn, loop] = isAsync ? ["async function*", "for await"] : ["function*", "for"];
    return [`(${fn} () { ${loop} (const ${item} of `, list, ") if (", test, ") yield ", value, "; })()"];
  },

  drained: (iterable, isAsync, _indentation, style) => [
    isAsync ? "for await (const _ of " : "for (const _ of ",
    iterable,
    style.semicolons ? ");" : ") {}",
  ],

  dateOf: (seconds) => ["new Date(", seconds, " * 1000)"],
  secondsOf: (date) => ["Math.floor(", date, ".getTime() / 1000)"],

  firstOf: (list, item, test, { property, type } = {}) => [
    list,
    `?.find((${item})${type ? `: ${item} is ${type}` : ""} => `,
    test,
    property ? `)?.${property}` : ")",
  ],

  append(list, added, style) {
    const value = "item" in added ? added.item : this.spread(added.items);
    return this.call([list, ".push"], [{ name: undefined, value }], style);
  },
  firstItems: (list, count) => [list, `.slice(0, ${count})`],
  reversed: (list) => ["[...", list, "].reverse()"],
  replacedItems(list, item, types, items, style) {
    const tests = types.flatMap((type, i): Code[] => [i === 0 ? "" : " && ", `${item}.type !== `, type]);
    const others: Code = ["...(", list, " ?? []).filter((", item, ") => ", tests, ")"];
    return group("[", [others, ...items], "]", style.trailingCommas);
  },

  found: (list, item, test, typed) => [list, `.find((${item}) => `, test, typed ? ")!" : ")"],
  collected: () => undefined,
  cast: (value, type, typed) => (typed ? ["(", value, ` as ${type})`] : value),
  word: (value, style, typed) => [quoted(value, style.quote), typed ? " as const" : ""],
  assertion: () => undefined,
  assured: (value, typed) => (typed ? [value, "!"] : value),
  equals: (left, right) => [left, " === ", right],

  oneOf(value, options, style) {
    const tests = options.map((option) => this.equals(value, quoted(option, style.quote)));
    return tests.length === 1 ? tests[0]! : this.or(tests);
  },

  or: (operands) =>
    operands.length === 0 ? "false" : operands.flatMap((operand, i) => (i === 0 ? [operand] : [" || ", operand])),
  and: (operands) => operands.flatMap((operand, i) => (i === 0 ? [operand] : [" && ", operand])),
  conditional: (test, then, otherwise) => [test, " ? ", then, " : ", otherwise],
  orElse: (value, otherwise) => [value, " ?? ", otherwise],
  endsWith: (text, suffix, style) => [text, ".endsWith(", quoted(suffix, style.quote), ")"],

  memberOrNothing(object, property, style, typed, otherwise) {
    const member = this.member(object, property);
    if (!typed) return otherwise === undefined ? member : this.orElse(member, otherwise);
    return this.conditional([quoted(property, style.quote), " in ", object], member, otherwise ?? "undefined");
  },

  caseTests: (values, indentation) => values.map((value, i) => (i === 0 ? value : [`:\n${indentation}case `, value])),
  not: negated,

  localName(words) {
    const name = words.map((word, i) => (i === 0 ? lowerFirst(word) : upperFirst(word))).join("");
    return isBindable(name) ? name : `${name}_`;
  },

  skipUnless: (test, style) => ["if (", negated(test), style.semicolons ? ") continue;" : ") continue"],
  stopWhen: (test, style) => ["if (", test, style.semicolons ? ") break;" : ") break"],
  eventMethod: () => undefined,
  comment: (text) => `// ${text}`,
};

function group(open: string, items: readonly Code[], close: string, trailingComma: boolean): Group {
  return { kind: "group", open, close, items, padded: open === "{", trailingComma };
}

function entryOf({ name, value }: PrintedArgument): PrintedEntry {
  return { key: name, value };
}

/** `__proto__: x` would set the prototype, also in quotes. */
function printedKey(key: string, quote: '"' | "'"): string {
  if (key === "__proto__") return `[${quoted(key, quote)}]`;
  return isIdentifier(key) ? key : quoted(key, quote);
}

/** `!test`; a comparison that this printer made turns into its opposite, everything else that might bind weaker gets parentheses. */
function negated(test: Code): Code {
  if (typeof test === "string" && /^[\w$.]+$/.test(test)) return ["!", test];
  const [left, operator, right, ...more] = isList(test) ? test : [];
  if (typeof operator === "string" && (operator === ".endsWith(" || operator.startsWith(".some("))) return ["!", test];
  if (operator !== " === " || left === undefined || right === undefined || more.length > 0) return ["!(", test, ")"];
  return [left, " !== ", right];
}

function isObject(code: Code): boolean {
  return startOf(code) === "{";
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

/** The first text of printed code; nothing is known of carried code. */
function startOf(code: Code): string {
  if (typeof code === "string") return code;
  if (isList(code)) return code.length === 0 ? "" : startOf(code[0]!);
  return code.kind === "group" ? code.open : "";
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
