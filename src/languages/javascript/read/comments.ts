import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { Comment } from "../../tree.js";

const K = compiler.SyntaxKind;

/** Tokens whose text may look like a comment. */
const TEXTUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  K.StringLiteral,
  K.NoSubstitutionTemplateLiteral,
  K.TemplateHead,
  K.TemplateMiddle,
  K.TemplateTail,
  K.RegularExpressionLiteral,
  K.JsxText,
]);

/**
 * All comments of a file in source order. The text is searched for comment openers; the syntax tree is only descended where one was found,
 * to pass over strings, templates, regular expressions and JSX text.
 */
export function commentsOf(source: ts.SourceFile, text: string): Comment[] {
  const comments: Comment[] = [];
  let next = opener(text, compiler.getShebang(text)?.length ?? 0);

  const takeUntil = (position: number): void => {
    while (next < position) {
      const end = endOfComment(text, next);
      comments.push({ start: next, end, text: text.slice(next, end) });
      next = opener(text, end);
    }
  };

  const visit = (node: ts.Node): void => {
    if (node.end <= next) return;
    if (!TEXTUAL.has(node.kind)) return compiler.forEachChild(node, visit);
    takeUntil(compiler.getTokenPosOfNode(node, source));
    if (next < node.end) next = opener(text, node.end);
  };

  visit(source);
  takeUntil(text.length);
  return comments;
}

/** Where the next `//` or `/*` stands, or behind everything. */
function opener(text: string, from: number): number {
  for (let at = text.indexOf("/", from); at >= 0; at = text.indexOf("/", at + 1)) {
    const follower = text.charCodeAt(at + 1);
    if (follower === 0x2f || follower === 0x2a) return at;
  }
  return Infinity;
}

function endOfComment(text: string, start: number): number {
  if (text[start + 1] === "*") {
    const close = text.indexOf("*/", start + 2);
    return close < 0 ? text.length : close + 2;
  }
  LINE_END.lastIndex = start;
  return LINE_END.exec(text)?.index ?? text.length;
}

const LINE_END = /[\n\r\u2028\u2029]/g;
