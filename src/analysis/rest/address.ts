import type { Expression, Node } from "../../languages/tree.js";
import type { Values } from "../values.js";

/** A piece of an address as it is written: text with its place in the source, or an expression, perhaps a constant with known text. */
export type Piece =
  | { readonly text: string; readonly start: number; readonly hole?: undefined }
  | { readonly hole: Expression; readonly text: string | undefined };

/** An address as far as it is written: its pieces, and the expression that they make up. */
export interface Address {
  /** The address at the call, or in the variable that only the call reads. */
  readonly home: Expression;
  readonly pieces: readonly Piece[];
  /** All of it; what is not in the code is a hole, `{2}`, numbered by its piece. */
  readonly text: string;
}

/** Reads an address; `base` is what the client puts before it. */
export function addressOf(facts: Values, e: Expression, base: string): Address {
  const home = homeOf(facts, e);
  const pieces = piecesOf(facts, home);
  const own = pieces.map((piece, i) => piece.text ?? `{${i}}`).join("");
  const isWhole = /^https?:/.test(own);
  return { home, pieces, text: isWhole ? own : joined(base, own) };
}

function joined(base: string, path: string): string {
  if (base === "") return path;
  return base.replace(/\/+$/, "") + (path.startsWith("/") ? path : `/${path}`);
}

/** What a text is whose parts are all written somewhere; unknown parts are holes. */
export function knownText(facts: Values, e: Expression): string {
  return piecesOf(facts, homeOf(facts, e))
    .map((piece) => piece.text ?? "{}")
    .join("");
}

/** The initialiser of a local variable that is read here only: the address can be changed there. */
function homeOf(facts: Values, e: Expression): Expression {
  if (e.kind === "Wrap") return homeOf(facts, e.value);
  const value = e.kind === "Name" ? constantOf(facts, e) : undefined;
  if (e.kind !== "Name" || !value) return e;
  const binding = facts.program.bindingOf(e)!;
  const isOwn = facts.program.references(binding).length === 1 && binding.tree === e.tree;
  return isOwn && isText(value) ? value : e;
}

function isText({ kind }: Expression): boolean {
  return kind === "StringLiteral" || kind === "TemplateString" || kind === "Binary";
}

function constantOf(facts: Values, e: Expression): Expression | undefined {
  if (e.kind !== "Name") return undefined;
  const found = facts.program.bindingOf(e);
  const binding = found && (facts.program.importOrigin(found) ?? found);
  const [write, ...others] = binding?.writes ?? [];
  const isConstant = write?.value && others.length === 0 && write.path.length === 0 && binding?.kind === "variable";
  return isConstant ? write.value : undefined;
}

function piecesOf(facts: Values, e: Expression): readonly Piece[] {
  switch (e.kind) {
    case "StringLiteral":
      return [textPiece(e, e.value, e.start)];
    case "TemplateString": {
      let from = e.start;
      return e.texts.flatMap((text, i): Piece[] => {
        const hole = e.holes[i];
        const piece = textPiece(e, text, from);
        if (hole) from = hole.end;
        return [...(text === "" ? [] : [piece]), ...(hole ? [holePiece(facts, hole)] : [])];
      });
    }
    case "Binary":
      if (e.operator === "+") return [...piecesOf(facts, e.left), ...piecesOf(facts, e.right)];
      return [holePiece(facts, e)];
    case "Wrap":
      return e.flavor === "parentheses" ? piecesOf(facts, e.value) : [holePiece(facts, e)];
    default:
      return [holePiece(facts, e)];
  }
}

function textPiece({ tree }: Node, text: string, from: number): Piece {
  return { text, start: tree.text.indexOf(text, from) };
}

/** A constant counts as text where that is a part of an address; anything else is what the address is about. */
function holePiece(facts: Values, hole: Expression): Piece {
  const text = textOfConstant(facts, hole, 0);
  return { hole, text: text?.includes("/") === true ? text : undefined };
}

function textOfConstant(facts: Values, e: Expression, depth: number): string | undefined {
  if (depth > 8) return undefined;
  switch (e.kind) {
    case "StringLiteral":
      return e.value;
    case "TemplateString": {
      const holes = e.holes.map((hole) => textOfConstant(facts, hole, depth + 1) ?? "{}");
      return e.texts.map((text, i) => text + (holes[i] ?? "")).join("");
    }
    case "Binary": {
      // What stands behind `||` is the address where nothing else was given.
      if (e.operator === "or" || e.operator === "??") return textOfConstant(facts, e.right, depth + 1);
      if (e.operator !== "+") return undefined;
      const [left, right] = [e.left, e.right].map((part) => textOfConstant(facts, part, depth + 1) ?? "{}");
      return left! + right!;
    }
    case "Wrap":
      return textOfConstant(facts, e.value, depth + 1);
    case "Name": {
      const value = constantOf(facts, e);
      return value && textOfConstant(facts, value, depth + 1);
    }
    case "Member":
    case "Call":
      return textOfValue(facts, e);
    default:
      return undefined;
  }
}

/** A field that always holds one text. */
function textOfValue(facts: Values, e: Expression): string | undefined {
  const [only, ...others] = facts.of(e);
  return only?.kind === "text" && others.length === 0 ? only.value : undefined;
}
