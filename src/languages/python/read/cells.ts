import type { Block, Cell, ExpressionStatement, Node, Opaque, Statement } from "../../tree.js";
import { walk } from "../../walk.js";
import { foreignCell, magicsOf, masked, type Magic } from "../magics.js";
import type { Parts } from "../read.js";
import { build } from "./build.js";
import type { Parse } from "./parser.js";
import { readBlock } from "./statements.js";

/** Reads the cells of a notebook as one program. Each is parsed by itself, so that an open bracket does not swallow the next cell. */
export function readCells(parse: Parse, text: string, cells: readonly Cell[]): Parts {
  const foreign = cells.map((cell) => foreignCell(text, cell));
  const magics = cells.map((cell, i) => (foreign[i] ? [] : magicsOf(text, cell)));
  const code = masked(text, magics.flat());
  const parts = cells.map((cell, i): Parts => {
    const whole = foreign[i];
    if (whole) return { statements: [asStatement(parse, text, whole)], comments: [], errors: [] };
    const { root, comments, errors } = parse(code, cell);
    const { statements } = readBlock(root);
    unmask(parse, text, statements, magics[i]!);
    return { statements, comments, errors };
  });
  return {
    statements: parts.flatMap(({ statements }) => statements),
    comments: parts.flatMap(({ comments }) => comments),
    errors: parts.flatMap(({ errors }) => errors),
  };
}

function asStatement(parse: Parse, text: string, magic: Magic): Statement {
  const { start, end } = magic;
  return build<ExpressionStatement>({
    kind: "ExpressionStatement",
    start,
    end,
    expression: build<Opaque>(opaque(parse, text, magic)),
  });
}

/** Puts opaque nodes where the string literals are that stood for magics. */
function unmask(parse: Parse, text: string, statements: readonly Node[], magics: readonly Magic[]): void {
  if (magics.length === 0) return;
  const starts = new Map(magics.map((magic) => [magic.start, magic]));
  for (const statement of statements) {
    for (const node of walk(statement)) {
      const magic = node.kind === "StringLiteral" ? starts.get(node.start) : undefined;
      if (magic) Object.assign(node, opaque(parse, text, magic));
    }
  }
}

function opaque(parse: Parse, text: string, { start, end, code }: Magic) {
  const children = code.map((part) =>
    build<Block>({ kind: "Block", ...part, statements: readBlock(parse(text, part).root).statements }),
  );
  return { kind: "Opaque" as const, start, end, what: "magic", children };
}
