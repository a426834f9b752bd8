import type { Language, Tree, TreeCursor } from "web-tree-sitter";
import type { Comment, Span } from "../../tree.js";

/**
 * A node of the parser's tree, copied out of WebAssembly memory: crossing that border is what reading costs, so every node crosses once.
 * Types are the node types of tree-sitter-python.
 */
export interface Concrete extends Span {
  readonly type: string;
  /** The whole source text. */
  readonly source: string;
  /** Named children without comments. */
  readonly children: Concrete[];
  /** Operators and the few keywords that decide meaning. */
  readonly tokens: Token[];
  /** Something in it is an error or is missing, so the children need not be those that the grammar promises. */
  broken: boolean;
}

export interface Token extends Span {
  readonly type: string;
}

export interface ConcreteTree {
  readonly root: Concrete;
  readonly comments: readonly Comment[];
  readonly errors: readonly Span[];
}

type Role = "node" | "leaf" | "string" | "token" | "comment" | "skipped";

const KEYWORDS = new Set(["and", "or", "in", "is", "not in", "is not", "async", "from"]);
const PUNCTUATION = new Set(["(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "->"]);
const LEAVES = new Set([
  ...["identifier", "integer", "float", "true", "false", "none", "ellipsis", "import_prefix", "wildcard_import"],
  ...["pass_statement", "break_statement", "continue_statement", "keyword_separator", "positional_separator"],
]);
/** String contents are read from the text. */
const SKIPPED = new Set(["line_continuation", "string_start", "string_content", "string_end", "type_conversion"]);

/** Nodes that are read together with the node around them: where one is broken, so is that. */
const PARTS = new Set([
  ...["elif_clause", "else_clause", "except_clause", "finally_clause", "with_clause", "with_item", "case_clause"],
  ...["as_pattern", "as_pattern_target", "case_pattern", "union_pattern", "decorator", "for_in_clause", "if_clause"],
  ...["parameters", "lambda_parameters", "typed_parameter", "default_parameter", "typed_default_parameter"],
  ...["list_splat", "list_splat_pattern", "dictionary_splat", "dictionary_splat_pattern", "type_parameter"],
  ...["argument_list", "keyword_argument", "pair", "interpolation", "format_specifier", "format_expression"],
  ...["aliased_import", "dotted_name", "relative_import"],
]);

/** Node type id of `ERROR`, outside the language's table. */
const ERROR_ID = 65535;

/** Copies the tree of a text that stands at `offset` of `source`. Iterative, so that deep nesting cannot overflow the stack. */
export function copyTree(tree: Tree, source: string, offset: number): ConcreteTree {
  const roles = rolesOf(tree.language);
  const comments: Comment[] = [];
  const errors: Span[] = [];
  const failing = tree.rootNode.hasError;
  const cursor = tree.walk();
  const spanOf = ({ startIndex, endIndex }: TreeCursor): Span => ({
    start: startIndex + offset,
    end: endIndex + offset,
  });
  const holder = emptyNode("holder", source, 0, source.length);
  const open: Concrete[] = [holder];

  /** Adds the cursor's node to the innermost open one. Gives the copy if its children are wanted. */
  const enter = (parent: Concrete): Concrete | undefined => {
    const id = cursor.nodeTypeId;
    const role = roles[id] ?? "node";
    if (failing && (id === ERROR_ID || cursor.nodeIsMissing)) {
      errors.push(spanOf(cursor));
      parent.broken = true;
      if (cursor.nodeIsMissing) return undefined;
    }
    if (role === "skipped") return undefined;
    const { start, end } = spanOf(cursor);
    const type = id === ERROR_ID ? "ERROR" : tree.language.types[id]!;
    if (role === "token") {
      parent.tokens.push({ type, start, end });
      return undefined;
    }
    if (role === "comment") {
      const text = source.slice(start, end).trimEnd();
      comments.push({ start, end: start + text.length, text });
      return undefined;
    }
    const node = emptyNode(type, source, start, end);
    parent.children.push(node);
    if (role === "leaf" || (role === "string" && !failing && !isFormatted(source, start))) return undefined;
    return node;
  };

  /** Closes the innermost open node and gives the depth of the one around it; -1 behind the root. */
  const leave = (depth: number): number => {
    const node = open[depth]!;
    if (node.broken && PARTS.has(node.type)) open[depth - 1]!.broken = true;
    if (node.type === "block" || node.type === "module") errors.push(...unevenLines(node));
    cursor.gotoParent();
    return depth - 1;
  };

  for (let depth = 0; depth >= 0;) {
    const node = enter(open[depth]!);
    if (node && cursor.gotoFirstChild()) open[++depth] = node;
    else while (depth >= 0 && !cursor.gotoNextSibling()) depth = leave(depth);
  }
  cursor.delete();
  return { root: holder.children[0] ?? holder, comments, errors };
}

/** Statements of a block that are indented by something else than the first one: Python takes no such program, the grammar does. */
function unevenLines({ children, source }: Concrete): Span[] {
  const lines = children.flatMap(({ start, end }) => {
    const lineStart = source.lastIndexOf("\n", start - 1) + 1;
    // A mark of the byte order and a form feed are none (Python's lexical analysis, 2.1.8).
    const indentation = source.slice(lineStart, start).replace(/^[\ufeff\f]+/, "");
    const isOwn = indentation.trim() === "" && !/\\\r?\n$/.test(source.slice(Math.max(0, lineStart - 3), lineStart));
    return isOwn ? [{ start, end, indentation }] : [];
  });
  return lines
    .filter(({ indentation }) => indentation !== lines[0]!.indentation)
    .map(({ start, end }) => ({ start, end }));
}

/** The source text of a node. */
export function sourceOf(node: Concrete): string {
  return node.source.slice(node.start, node.end);
}

/** Whether a string literal that starts here is an f-string. */
export function isFormatted(source: string, start: number): boolean {
  return /^[a-z]{0,2}/i
    .exec(source.slice(start, start + 2))![0]
    .toLowerCase()
    .includes("f");
}

function emptyNode(type: string, source: string, start: number, end: number): Concrete {
  return { type, source, start, end, children: [], tokens: [], broken: false };
}

const known = new WeakMap<Language, readonly Role[]>();

function rolesOf(language: Language): readonly Role[] {
  let roles = known.get(language);
  if (!roles) {
    roles = language.types.map((type, id) => roleOf(type, language.nodeTypeIsNamed(id)));
    known.set(language, roles);
  }
  return roles;
}

function roleOf(type: string, named: boolean): Role {
  if (!named) {
    const meaningful = /^[a-z ]+$/.test(type) ? KEYWORDS.has(type) : !PUNCTUATION.has(type);
    return meaningful ? "token" : "skipped";
  }
  if (type === "comment") return "comment";
  if (type === "string") return "string";
  if (SKIPPED.has(type)) return "skipped";
  return LEAVES.has(type) ? "leaf" : "node";
}
