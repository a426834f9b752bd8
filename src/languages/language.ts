import type { Code, Style } from "./code.js";
import type { Call, Cell, Expression, Import, ImportSpecifier, LanguageId, Name, SourceTree, Span } from "./tree.js";

/** Everything that the rest of the program may ask about a language. One implementation per folder. */
export interface Language {
  readonly id: LanguageId;
  /** File extensions with their dot, lower case. */
  readonly extensions: readonly string[];
  /** Reads source text into the neutral tree. Never throws on bad syntax: `tree.errors` says where. `cells` are those of a notebook. */
  read(path: string, text: string, cells?: readonly Cell[]): SourceTree;
  readonly printer: Printer;
  /** Prints reads of plain JSON, whose objects are of no class and no type. */
  jsonPrinter(typed: boolean): Printer;
  readonly modules: Modules;
  readonly imports: ImportEditor;
  readonly effects: Effects;
  /** Whether blocks open scopes (JavaScript) or only functions do (Python). */
  readonly scoping: "block" | "function";
  /** Whether `a["b"]` reads the same as `a.b` on every object. */
  readonly subscriptsAreMembers: boolean;
  /** How a method names the object it is called on: `this`, or its first parameter. */
  readonly receiver: "this" | "firstParameter";
}

/** Prints new code in the language, in the file's own style. Values are `Code`, so that carried source keeps its edits. */
export interface Printer {
  /** Quotes, indentation, semicolons, line ends and width of a file; the printer's defaults where the file shows none. */
  styleOf(tree: SourceTree): Style;
  string(value: string, style: Style): Code;
  /** A JSON value as a literal (`true`/`True`, `null`/`None`). */
  literal(value: unknown, style: Style): Code;
  /** Object literal / dict display. */
  object(entries: readonly PrintedEntry[], style: Style): Code;
  array(items: readonly Code[], style: Style): Code;
  /** The items of a list among those of another. */
  spread(list: Code): Code;
  /** `callee(args)`; named arguments become keyword arguments, or one trailing object where the language has none. */
  call(callee: Code, args: readonly PrintedArgument[], style: Style): Code;
  /** `new X(args)` / `X(args)`. */
  construct(callee: Code, args: readonly PrintedArgument[], style: Style): Code;
  /** `optional` reads nothing where the object is missing, in languages that have that. */
  member(object: Code, property: string, optional?: boolean): Code;
  /** What stands under a key of an object literal. */
  field(object: Code, key: string, style: Style): Code;
  /** Element `index`, counted from 0. */
  element(object: Code, index: number): Code;
  await(value: Code): Code;
  /** What stands behind a promise that is not awaited here: `value` of what it gives, which is called `item`. Undefined where no expression says that. */
  later(item: string, value: Code): Code | undefined;
  /** Code that stands in a text with places: on one line where the language wants that. */
  inText(code: Code): Code;
  /** The line ends between the functions of a module. */
  readonly functionGap: string;
  parenthesise(value: Code): Code;
  /** A string in other words than `like`, the source of a literal: of the same kind, with the same quotes. */
  textLike(like: string, texts: readonly string[], holes: readonly Code[], style: Style): Code;
  /** Template string from texts and holes (`texts.length === holes.length + 1`). */
  template(texts: readonly string[], holes: readonly Code[], style: Style): Code;
  /** A declaration of a fresh local: `const name = value;` / `name = value`. No indentation, no line end. */
  declare(name: string, value: Code, style: Style): Code;
  /** An expression as a statement, with its semicolon where the style has them. */
  statement(value: Code, style: Style): Code;
  /** An assignment to something that exists, as an expression or a statement of its own. */
  assign(target: Code, value: Code): Code;
  /** A statement that throws an error with a message. */
  raise(message: Code, style: Style): Code;
  /** An environment variable that must be set; `typed` adds what a type checker needs. Python callers must import `os`. */
  environment(name: string, style: Style, typed: boolean): Code;
  /** The items of a list that satisfy `test`, as a list. `item` is the name `test` uses; `type` is theirs, for checkers that cannot tell. */
  filtered(list: Code, item: string, test: Code, type?: string): Code;
  /** What lies deeper in lists: for each item of the first level those of the next one, down to the last: as a list, or the first of them or nothing. */
  nested(levels: readonly NestedLevel[], pick: "all" | "first"): Code;
  /** The first of them, or nothing, where the outer list is read by waiting for it. Undefined where no expression says that. */
  firstLater(levels: readonly NestedLevel[]): Code | undefined;
  /** Whether an item of a list satisfies `test`. */
  some(list: Code, item: string, test: Code): Code;
  /** The list of what `value` is for every item of a list. `item` is the name `value` uses; of `texts` typed code says that they are texts. */
  mapped(list: Code, item: string, value: Code, texts?: readonly string[]): Code;
  /** A generator over what `value` is for the items that satisfy `test`. */
  each(list: Code, item: string, value: Code, test: Code, isAsync: boolean): Code;
  /** A statement that reads an iterable to its end. */
  drained(iterable: Code, isAsync: boolean, indentation: string, style: Style): Code;
  /** A call that puts an item, or the `items` of another list, at the end of a list. */
  append(list: Code, added: { readonly item: Code } | { readonly items: Code }, style: Style): Code;
  /** The first `count` items of a list. */
  firstItems(list: Code, count: number | string): Code;
  /** The items of a list from the last to the first, in a list of their own. */
  reversed(list: Code): Code;
  /**
   * The items of a list (of objects with a `type`, perhaps missing) but for those of some types, with others behind them: a list. `item`
   * is the name that tests use.
   */
  replacedItems(list: Code, item: string, types: readonly Code[], items: readonly Code[], style: Style): Code;
  /** The item of a list that satisfies `test`, which must be there. `item` is the name `test` uses. */
  found(list: Code, item: string, test: Code, typed: boolean): Code;
  /**
   * The first item of a list (which may be missing) that satisfies `test`, or nothing; with `property` that property of it. `type` is that
   * of such items, for type checkers. Binds like a call.
   */
  firstOf(list: Code, item: string, test: Code, how?: { property?: string; type?: string }): Code;
  /** All items of a pager as a list; undefined where the language has no expression for that. */
  collected(pager: Code, item: string, isAsync: boolean, style: Style): Code | undefined;
  /** The value as a type, for type checkers; the value itself where the language needs nothing. Made to have members read. */
  cast(value: Code, type: string, typed: boolean): Code;
  /** A statement by which a type checker knows that `test` holds; undefined where a cast says it. */
  assertion(test: Code): Code | undefined;
  /** A string literal whose type is that one word, where a type checker would widen it. */
  word(value: string, style: Style, typed: boolean): Code;
  /** A date object of seconds since 1970; `available` makes a name of a module available and gives its spelling. */
  dateOf(seconds: Code, available: (module: string, name: string) => string): Code;
  /** The seconds since 1970 of a date object. */
  secondsOf(date: Code): Code;
  /** The value, said to be there to a type checker that thinks it may not be. */
  assured(value: Code, typed: boolean): Code;
  /** `left == right` in the language's usual spelling. */
  equals(left: Code, right: Code): Code;
  /** Whether the value equals one of several strings, printed so that a type checker narrows. */
  oneOf(value: Code, options: readonly string[], style: Style): Code;
  /** Several values in the place of one case of a switch; `indentation` is that of the case. */
  caseTests(values: readonly Code[], indentation: string): Code;
  or(operands: readonly Code[]): Code;
  /** Operands that bind weaker than `and` get parentheses from the caller. */
  and(operands: readonly Code[]): Code;
  /** `then` where `test` holds, else `otherwise`. Binds weaker than operators: the caller adds parentheses. */
  conditional(test: Code, then: Code, otherwise: Code): Code;
  /** The value, or `otherwise` where there is none. Binds weaker than most operators. */
  orElse(value: Code, otherwise: Code): Code;
  /** Whether a text ends with another. */
  endsWith(text: Code, suffix: string, style: Style): Code;
  /**
   * A member that only some of the possible objects have: nothing, or `otherwise`, where it is missing. `typed` prints what a type
   * checker accepts, and then `object` is written twice. Binds like `conditional`.
   */
  memberOrNothing(object: Code, property: string, style: Style, typed: boolean, otherwise?: Code): Code;
  not(value: Code): Code;
  /** Name of a local in the language's convention: words → `conversationItems` / `conversation_items`. */
  localName(words: readonly string[]): string;
  /**
   * A statement that skips to the next round of a loop unless `test` holds, without indentation: `if (a !== b) continue;`.
   * In Python it has two lines; the caller indents the second like the first.
   */
  skipUnless(test: Code, style: Style): Code;
  /** A statement that leaves a loop when `test` holds, without indentation, as `skipUnless` is printed. */
  stopWhen(test: Code, style: Style): Code;
  /** A method that hands each event of a stream to other methods; undefined in languages whose SDKs have listeners instead. */
  eventMethod(method: EventMethod, indentation: string, style: Style): Code | undefined;
  /** A one-line comment. */
  comment(text: string): string;
}

/** One list of several that lie in each other; `list` and `test` may name the items of the levels before it. */
export interface NestedLevel {
  readonly item: string;
  readonly list: Code;
  /** Undefined: every item counts. */
  readonly test: Code | undefined;
}

export interface PrintedEntry {
  /** Undefined for a spread (`...value`, `**value`). */
  readonly key: string | undefined;
  readonly value: Code;
}

/** A method that reads a stream to its end. */
export interface EventMethod {
  readonly name: string;
  readonly isAsync: boolean;
  /** The response that an event carries is kept in a field of this name; `test` tells which events carry one. */
  readonly keeps: { readonly field: string; readonly test: Code } | undefined;
  /** Methods that get every event. */
  readonly every: readonly string[];
  /** Tests of `event`, and calls for the first that holds. */
  readonly branches: readonly { readonly test: Code; readonly calls: Code }[];
  /** Methods that are told that the stream has ended. */
  readonly last: readonly string[];
}

export interface PrintedArgument {
  /** Undefined for a positional argument, "**" for keywords that are spread where a language has them. */
  readonly name: string | undefined;
  readonly value: Code;
}

/** How modules refer to each other. */
export interface Modules {
  /** The module a call loads (`require("x")`, `import("x")`, `importlib.import_module("x")`), or undefined. */
  requiredModule(call: Call): string | undefined;
  /**
   * Files that a specifier may mean, best first, absolute. For a package of the language's own or of a registry nothing needs to match:
   * the caller looks which candidate is among the files of the run. `roots` are the paths given on the command line; `names` is what
   * the project says of names.
   */
  candidates(fromPath: string, specifier: string, roots: readonly string[], names?: ProjectNames): readonly string[];
  /** What a file gives to its importers. Names "default" and "*" as in ES modules; re-exports carry `from`. */
  exportsOf(tree: SourceTree): readonly ExportedName[];
  /** Whether a specifier names a file of the project by its spelling (`./client`, `@/lib/client`, `.client`), not a package. */
  isOwn(specifier: string): boolean;
  /** Every name at the top of a file can be imported (Python), so that being importable says nothing about being public. */
  readonly exportsEverything: boolean;
  /** A specifier by which `fromPath` imports `toPath`, spelled like `sibling` (another relative specifier of that file) where given. */
  specifierFor(fromPath: string, toPath: string, sibling?: string): string;
}

/** What names mean in a project, as its own configuration has it. */
export interface ProjectNames {
  /** Files that a specifier may stand for, best first, absolute, perhaps without their extension. */
  targets(fromPath: string, specifier: string): readonly string[];
  /** Names by which other files may import a file, besides those of the file and its folder. */
  namesOf(file: string): readonly string[];
}

export interface ExportedName {
  readonly name: string;
  /** The local name or expression that is exported; undefined for re-exports. */
  readonly value: Name | Expression | undefined;
  /** For re-exports: module and the name there ("*" for all). */
  readonly from: { readonly module: string; readonly name: string } | undefined;
}

export interface WantedImport {
  readonly module: string;
  /** Exported name, "default" or "*". */
  readonly name: string;
  readonly local: string;
  readonly typeOnly?: boolean;
}

/** Plans changes of a file's imports. */
export interface ImportEditor {
  /**
   * Edits that add and remove imports: new names are merged into an existing statement for the module, a statement that loses its last
   * name goes with its line, a new statement follows the last import that stands at the top (or the header: shebang, directives, docstring,
   * `from __future__`). CommonJS files get `require`. Already imported names are not added again. The edits do not overlap.
   */
  edit(
    tree: SourceTree,
    add: readonly WantedImport[],
    remove: readonly ImportSpecifier[],
    style: Style,
  ): readonly TextEdit[];
  /** How a name of a module is already available in the file: its local spelling ("OpenAI", "azure.identity.X"), or undefined. */
  available(tree: SourceTree, module: string, name: string): string | undefined;
  /** Import-like statements: static imports plus `const x = require()` seen as one. */
  statements(tree: SourceTree): readonly Import[];
  /** Where code goes that all code of the file may use: the end of the line of the last import at the top, else the place below the header. */
  behindTop(tree: SourceTree): { readonly offset: number; readonly isBelowImport: boolean };
}

export interface TextEdit extends Span {
  readonly text: string;
}

export type Effect = "sleep" | "log" | "shows" | "clock" | "pure" | "asks" | "keeps";

/** Calls whose meaning outside the agent APIs the rules must know. Undefined: anything may happen. */
export interface Effects {
  /**
   * - sleep: only waits (`time.sleep`, `asyncio.sleep`, a `setTimeout` promise);
   * - log: only prints (`console.log`, `print`, `logging.info`);
   * - shows: puts what it is given on a page that people look at (`st.write`, `display`);
   * - clock: only reads the time (`Date.now`, `time.time`);
   * - pure: no effect on anything the caller can see (`JSON.stringify`, `str`, `len`);
   * - asks: only asks whether what it is given is there (`expect(x).toBeDefined()`);
   * - keeps: as pure, and what it gives holds what it was given (`structuredClone`, `new Map`, `copy.deepcopy`).
   */
  effectOf(call: Call): Effect | undefined;
  /** The same for functions of modules, by "module name". */
  readonly ofExports: Readonly<Record<string, Effect | undefined>>;
  /** Whether a decorator leaves a function what it is: called by its name alone, with the same arguments, giving the same. */
  passesThrough(decorator: Expression): boolean;
}
