/**
 * The neutral tree: what a rule may know of source text, whatever the language. Readers (`javascript/read.ts`, `python/read.ts`)
 * produce it, everything behind them (analysis, transforms, pipeline) reads only it. Positions are UTF-16 offsets into `tree.text`,
 * end exclusive, so that `tree.text.slice(node.start, node.end)` is the node's source. It holds every node kind on purpose: one vocabulary, one file.
 *
 * Two promises of every reader:
 * - no use is lost: syntax without a node of its own becomes `Opaque` that keeps its children;
 * - children lie inside their parent and do not overlap; `childrenOf` yields them in source order.
 */

export type LanguageId = "javascript" | "python";

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Base extends Span {
  /** Set by `link` after reading; undefined only on the root block. */
  parent: Node | undefined;
  /** Set by `link`. */
  tree: SourceTree;
  /** Its place among `tree.nodes`, and that of the first node behind it and all that is in it. Set by `link`. */
  at: number;
  behind: number;
}

export interface Comment extends Span {
  /** Text with its delimiters. */
  readonly text: string;
}

/** A code cell of a notebook; empty ones are among them. */
export interface Cell extends Span {
  /** What its last run printed, as it stands in the file (JSON text); empty where it printed nothing. */
  readonly output: string;
}

export interface SourceTree {
  /** Path as given by the pipeline (absolute, `/`-separated), or a name for text without a file. */
  readonly path: string;
  readonly language: LanguageId;
  /** Typed dialects of a language differ in what may be printed: annotations, non-null assertions. */
  readonly typed: boolean;
  readonly text: string;
  readonly root: Block;
  /** Every node, parents before children, in source order. Set by `link`. */
  readonly nodes: readonly Node[];
  /** In source order. */
  readonly comments: readonly Comment[];
  /** Spans that the parser could not read. Empty for a file without syntax errors. */
  readonly errors: readonly Span[];
  /** Set where the text is the code of a notebook: its cells, one line end between two. A syntax error spoils only its own cell. */
  readonly cells?: readonly Cell[];
  /** The text is nested deeper than the parser can follow: nothing of it was read. */
  readonly tooDeep?: true;
}

// ---------------------------------------------------------------- expressions

/** A reference to, or a declaration of, an identifier. `this` and `self` are names like any other (`this` is spelled "this"). */
export interface Name extends Base {
  readonly kind: "Name";
  readonly name: string;
}

/** `a.b`, `a?.b`, `a["b"]`, `a.#b`; in types `A.B`. */
export interface Member extends Base {
  readonly kind: "Member";
  readonly object: Expression;
  readonly property: string;
  /** The property's own text; for `a["b"]` the string literal with its quotes. */
  readonly propertySpan: Span;
  readonly optional: boolean;
  /** Written with brackets. */
  readonly computed: boolean;
}

/** `a[0]`, `a[i]`, `a[-1]`. */
export interface Index extends Base {
  readonly kind: "Index";
  readonly object: Expression;
  readonly index: Expression;
  readonly optional: boolean;
}

/** `a[1:]`, `a[::-1]`: some of the elements, in order or the other way round. */
export interface Slice extends Base {
  readonly kind: "Slice";
  readonly object: Expression;
  /** What is written between the colons. */
  readonly bounds: readonly Expression[];
}

/**
 * A call or a construction. `new X` without parentheses has no `argumentsSpan`. A component in JSX, `<Chat to={x} />`, is a call with one
 * argument, the object of its attributes, and has none either.
 */
export interface Call extends Base {
  readonly kind: "Call";
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** From the opening to behind the closing parenthesis. */
  readonly argumentsSpan: Span | undefined;
  readonly typeArguments: readonly Expression[];
  readonly optional: boolean;
  /** `new X()`. Python constructions are plain calls. */
  readonly construct: boolean;
}

/** One argument of a call. `namedSpread` is `**kwargs`; `spread` is `...args` or `*args`. */
export interface Argument extends Base {
  readonly kind: "Argument";
  readonly form: "positional" | "named" | "spread" | "namedSpread";
  /** For `named` only. */
  readonly name: string | undefined;
  readonly value: Expression;
}

export interface Await extends Base {
  readonly kind: "Await";
  readonly value: Expression;
}

/** JS object literal, Python dict display. */
export interface ObjectLiteral extends Base {
  readonly kind: "ObjectLiteral";
  readonly entries: readonly Entry[];
}

/** One entry of an object literal. A shorthand `{ a }` has key "a" and a `Name` value with the same span. */
export interface Entry extends Base {
  readonly kind: "Entry";
  readonly form: "pair" | "shorthand" | "spread" | "computed" | "method";
  /** Undefined for spreads and computed keys. */
  readonly key: string | undefined;
  readonly keySpan: Span | undefined;
  /** The key expression of a `computed` entry. */
  readonly keyExpression: Expression | undefined;
  readonly value: Expression;
}

export interface ArrayLiteral extends Base {
  readonly kind: "ArrayLiteral";
  readonly flavor: "array" | "tuple" | "set";
  readonly items: readonly Expression[];
}

/** `...x`, `*x` inside an array, a tuple or a set. */
export interface Spread extends Base {
  readonly kind: "Spread";
  readonly value: Expression;
}

/** A string whose value is known: no interpolation. Adjacent Python literals are one. */
export interface StringLiteral extends Base {
  readonly kind: "StringLiteral";
  readonly value: string;
}

/** Template literal or f-string with holes. `texts.length === holes.length + 1` (cooked text between the holes). */
export interface TemplateString extends Base {
  readonly kind: "TemplateString";
  readonly texts: readonly string[];
  readonly holes: readonly Expression[];
}

export interface NumberLiteral extends Base {
  readonly kind: "NumberLiteral";
  readonly value: number;
}

export interface BooleanLiteral extends Base {
  readonly kind: "BooleanLiteral";
  readonly value: boolean;
}

/** `null`, `undefined`, `None`. */
export interface NullLiteral extends Base {
  readonly kind: "NullLiteral";
}

/** Any function: declaration, expression, arrow, method, lambda, def. */
export interface FunctionNode extends Base {
  readonly kind: "Function";
  readonly flavor: "declaration" | "expression" | "arrow" | "method" | "lambda";
  /** The declared name; for a method its `Name` lies at the key. */
  readonly name: Name | undefined;
  /** `<T extends X>`: one Opaque each, with the declared name and the types it mentions. */
  readonly typeParameters?: readonly Opaque[];
  readonly params: readonly Parameter[];
  readonly returns: Expression | undefined;
  /** An expression for arrow functions without braces and lambdas. */
  readonly body: Block | Expression | undefined;
  readonly async: boolean;
  readonly generator: boolean;
  readonly accessor: "get" | "set" | undefined;
  readonly isStatic: boolean;
  readonly decorators: readonly Expression[];
}

export interface Parameter extends Base {
  readonly kind: "Parameter";
  readonly target: Pattern;
  readonly annotation: Expression | undefined;
  readonly fallback: Expression | undefined;
  readonly rest: "none" | "positional" | "named";
  /** Python parameters behind a bare `*`. */
  readonly keywordOnly: boolean;
  /** TypeScript parameter property (`constructor(private x: T)`): also declares the field. */
  readonly declaresField: boolean;
  readonly decorators?: readonly Expression[];
}

export interface ClassNode extends Base {
  readonly kind: "Class";
  readonly name: Name | undefined;
  readonly typeParameters?: readonly Opaque[];
  /** Base classes; TypeScript's `implements` clause is one Opaque ("implements"). */
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  /** Methods, fields and, in Python, any statement. */
  readonly members: readonly (FunctionNode | Field | Statement)[];
}

/**
 * A field declared in the class body. In Python an assignment to a name directly in the class body.
 * Also the properties of interfaces and type literals and the members of enums, below TypeDeclaration or Opaque.
 */
export interface Field extends Base {
  readonly kind: "Field";
  readonly name: string;
  readonly nameSpan: Span;
  readonly annotation: Expression | undefined;
  readonly value: Expression | undefined;
  readonly isStatic: boolean;
  readonly decorators?: readonly Expression[];
}

/** `a = b`, `a += b`, `a := b`, `a: T = b`. In Python also the statement form (inside an `ExpressionStatement`); `x = y = v` nests to the right. */
export interface Assign extends Base {
  readonly kind: "Assign";
  readonly target: Pattern;
  /** "=" or the compound operator's text; "++" and "--" are compound operators without a value. */
  readonly operator: string;
  readonly annotation: Expression | undefined;
  /** Undefined for `x++` and for a bare Python annotation `x: T`. */
  readonly value: Expression | undefined;
}

/**
 * Operators are neutral: "and", "or", "??", "==", "!=", "in", "not in", "<", ">", "<=", ">=", "+", "-", …
 * (`===` and `is` are "==", `!==` and `is not` are "!="; `instanceof` stays).
 */
export interface Binary extends Base {
  readonly kind: "Binary";
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** Operators: "not", "-", "+", "~", "typeof", "void", "delete". */
export interface Unary extends Base {
  readonly kind: "Unary";
  readonly operator: string;
  readonly value: Expression;
}

export interface Conditional extends Base {
  readonly kind: "Conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

/** Syntax around a value that does not change it: parentheses, `x as T`, `<T>x`, `x!`, `x satisfies T`. */
export interface Wrap extends Base {
  readonly kind: "Wrap";
  readonly flavor: "parentheses" | "as" | "satisfies" | "nonNull";
  readonly value: Expression;
  readonly annotation: Expression | undefined;
}

/** `[e for t in xs if c]` and its relatives. Clauses in order; each `test` belongs to the clause before it. */
export interface Comprehension extends Base {
  readonly kind: "Comprehension";
  readonly flavor: "array" | "set" | "generator" | "object";
  readonly key: Expression | undefined;
  readonly element: Expression;
  readonly clauses: readonly Clause[];
}

export interface Clause extends Base {
  readonly kind: "Clause";
  readonly target: Pattern;
  readonly iterable: Expression;
  readonly tests: readonly Expression[];
  readonly async: boolean;
}

/** A generic type: `Promise<Run>`, `Optional[Run]`, `Run[]` (base undefined, arguments [Run]). Only in annotations. */
export interface TypeApply extends Base {
  readonly kind: "TypeApply";
  readonly base: Expression | undefined;
  readonly args: readonly Expression[];
}

/** `A | B`, `A & B`; `Union[A, B]` stays a TypeApply. Only in annotations. */
export interface TypeUnion extends Base {
  readonly kind: "TypeUnion";
  readonly members: readonly Expression[];
}

/**
 * Syntax without a node of its own. `what` is the parser's name for it, for messages. A line of a notebook that is no code (`%pip …`,
 * `!ls`) is one of `what` "magic"; the code inside it, as in `%time f(x)` and `!echo {x}`, is its children.
 */
export interface Opaque extends Base {
  readonly kind: "Opaque";
  readonly what: string;
  readonly children: readonly Node[];
}

// ---------------------------------------------------------------- patterns

export interface ObjectPattern extends Base {
  readonly kind: "ObjectPattern";
  readonly entries: readonly PatternEntry[];
}

export interface ArrayPattern extends Base {
  readonly kind: "ArrayPattern";
  /** Holes are undefined. A rest element has `rest: true`. */
  readonly items: readonly (PatternEntry | undefined)[];
}

/** One element of a destructuring. In an object pattern `key` is the property read; in an array pattern the position counts. */
export interface PatternEntry extends Base {
  readonly kind: "PatternEntry";
  readonly key: string | undefined;
  readonly keySpan: Span | undefined;
  /** The key of `{ [k]: x }`; `key` is undefined then. */
  readonly keyExpression?: Expression;
  readonly target: Pattern;
  readonly fallback: Expression | undefined;
  readonly rest: boolean;
}

export type Pattern = Name | Member | Index | ObjectPattern | ArrayPattern | Opaque;

// ---------------------------------------------------------------- statements

/** Statements in order. The root of a tree is a Block; its span is the whole text. */
export interface Block extends Base {
  readonly kind: "Block";
  readonly statements: readonly Statement[];
}

export interface ExpressionStatement extends Base {
  readonly kind: "ExpressionStatement";
  readonly expression: Expression;
}

/** `const`/`let`/`var`/`using` declarations. Python has none. */
export interface Declaration extends Base {
  readonly kind: "Declaration";
  readonly keyword: "const" | "let" | "var" | "using";
  readonly declarators: readonly Declarator[];
}

export interface Declarator extends Base {
  readonly kind: "Declarator";
  readonly target: Pattern;
  readonly annotation: Expression | undefined;
  readonly value: Expression | undefined;
}

export interface FunctionStatement extends Base {
  readonly kind: "FunctionStatement";
  readonly fn: FunctionNode;
}

export interface ClassStatement extends Base {
  readonly kind: "ClassStatement";
  readonly class: ClassNode;
}

/** `elif` is a nested If in `otherwise`. A branch without braces is a Block with one statement and that statement's span. */
export interface If extends Base {
  readonly kind: "If";
  readonly test: Expression;
  readonly then: Block;
  readonly otherwise: Block | If | undefined;
}

/**
 * `while` (test, body), `doWhile` (body, test), `for` (init?, test?, update?, body), `each` (target, iterable, body).
 * JavaScript's `for (k in o)` is an `each` over an Opaque ("keys") around `o`.
 * `otherwise` is Python's loop-else.
 */
export interface Loop extends Base {
  readonly kind: "Loop";
  readonly flavor: "while" | "doWhile" | "for" | "each";
  readonly init: Statement | undefined;
  readonly test: Expression | undefined;
  readonly update: Expression | undefined;
  readonly target: Pattern | undefined;
  /** How an `each` target is declared; undefined when it is assigned (and in Python). */
  readonly declares: "const" | "let" | "var" | undefined;
  readonly iterable: Expression | undefined;
  /** `for await`, `async for`. */
  readonly async: boolean;
  readonly body: Block;
  readonly otherwise: Block | undefined;
}

export interface Return extends Base {
  readonly kind: "Return";
  readonly value: Expression | undefined;
}

export interface Throw extends Base {
  readonly kind: "Throw";
  readonly value: Expression | undefined;
}

/** `break outer` and `continue outer` are Opaque ("labelled jump"): they leave more than the nearest loop. */
export interface Jump extends Base {
  readonly kind: "Jump";
  readonly flavor: "break" | "continue" | "pass";
}

export interface Try extends Base {
  readonly kind: "Try";
  readonly body: Block;
  readonly handlers: readonly Handler[];
  readonly otherwise: Block | undefined;
  readonly finalizer: Block | undefined;
}

export interface Handler extends Base {
  readonly kind: "Handler";
  readonly type: Expression | undefined;
  readonly target: Pattern | undefined;
  readonly body: Block;
}

export interface With extends Base {
  readonly kind: "With";
  readonly items: readonly WithItem[];
  readonly async: boolean;
  readonly body: Block;
}

export interface WithItem extends Base {
  readonly kind: "WithItem";
  readonly value: Expression;
  readonly target: Pattern | undefined;
}

export interface Switch extends Base {
  readonly kind: "Switch";
  readonly subject: Expression;
  readonly cases: readonly Case[];
}

/** A case with no tests is the default. Python `match` alternatives are several tests; patterns that are not values are Opaque. */
export interface Case extends Base {
  readonly kind: "Case";
  readonly tests: readonly Expression[];
  readonly body: Block;
}

/** Static imports of both languages. `require` and `import()` are calls; `modules.ts` of the language recognises them. */
export interface Import extends Base {
  readonly kind: "Import";
  /** As written: "openai", "./client", "azure.ai.agents.models", ".client". */
  readonly module: string;
  readonly moduleSpan: Span;
  readonly typeOnly: boolean;
  readonly specifiers: readonly ImportSpecifier[];
  /** Python `import a.b` without `as` binds only `a`: one specifier with imported "*" and this set to true. */
  readonly bindsRoot: boolean;
}

export interface ImportSpecifier extends Base {
  readonly kind: "ImportSpecifier";
  /** Exported name, "default", or "*" for the namespace. */
  readonly imported: string;
  readonly local: Name;
  readonly typeOnly: boolean;
}

/** `export { a as b }`, `export { a } from "m"`, `export * from "m"`, `export default e`, `export const …`. */
export interface Export extends Base {
  readonly kind: "Export";
  readonly flavor: "declaration" | "default" | "names" | "all";
  readonly module: string | undefined;
  readonly specifiers: readonly ExportSpecifier[];
  readonly declaration: Statement | undefined;
  readonly value: Expression | undefined;
}

export interface ExportSpecifier extends Base {
  readonly kind: "ExportSpecifier";
  readonly local: Name;
  readonly exported: string;
}

/** Interface, type alias, enum, namespace. Children are member types and bodies. */
export interface TypeDeclaration extends Base {
  readonly kind: "TypeDeclaration";
  readonly name: Name | undefined;
  readonly children: readonly Node[];
}

/** Python `global` and `nonlocal`. */
export interface ScopeDirective extends Base {
  readonly kind: "ScopeDirective";
  readonly flavor: "global" | "nonlocal";
  readonly names: readonly string[];
}

export type Expression =
  | Name
  | Member
  | Index
  | Slice
  | Call
  | Await
  | ObjectLiteral
  | ArrayLiteral
  | Spread
  | StringLiteral
  | TemplateString
  | NumberLiteral
  | BooleanLiteral
  | NullLiteral
  | FunctionNode
  | ClassNode
  | Assign
  | Binary
  | Unary
  | Conditional
  | Wrap
  | Comprehension
  | TypeApply
  | TypeUnion
  | Opaque;

export type Statement =
  | Block
  | ExpressionStatement
  | Declaration
  | FunctionStatement
  | ClassStatement
  | If
  | Loop
  | Return
  | Throw
  | Jump
  | Try
  | With
  | Switch
  | Import
  | Export
  | TypeDeclaration
  | ScopeDirective
  | Opaque;

export type Node =
  | Expression
  | Statement
  | Argument
  | Entry
  | Parameter
  | Field
  | Clause
  | ObjectPattern
  | ArrayPattern
  | PatternEntry
  | Declarator
  | Handler
  | WithItem
  | Case
  | ImportSpecifier
  | ExportSpecifier;

export type NodeKind = Node["kind"];
export type NodeOf<K extends NodeKind> = Extract<Node, { kind: K }>;

/** A node as a reader builds it: `link` adds parent and tree. */
export type Unlinked<N extends Base> = Omit<N, "parent" | "tree" | "at" | "behind">;
