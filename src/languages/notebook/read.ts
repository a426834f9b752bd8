import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from "jsonc-parser";
import type { Span } from "../tree.js";
import { UnknownNotebook, type CodeCell, type Notebook } from "./notebook.js";
import { writeNotebook } from "./write.js";

/**
 * Reads a Jupyter notebook (nbformat 4: https://nbformat.readthedocs.io/en/latest/format_description.html).
 * @throws UnknownNotebook for other formats and for kernels of other languages than Python
 */
export function readNotebook(content: string): Notebook {
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, { disallowComments: true });
  if (root?.type !== "object" || errors.length > 0) throw new UnknownNotebook("not valid JSON");
  const value = (...path: (string | number)[]): unknown => {
    const node = findNodeAtLocation(root, path);
    return node && getNodeValue(node);
  };
  const format = value("nbformat");
  if (format !== 4)
    throw new UnknownNotebook(`its format is ${String(format ?? "unknown")}; formats from 4 on are read`);
  const language =
    value("metadata", "kernelspec", "language") ?? value("metadata", "language_info", "name") ?? "python";
  if (!/^(i?python3?)$/i.test(String(language))) throw new UnknownNotebook(`its kernel runs ${String(language)}`);

  let text = "";
  const cells: CodeCell[] = [];
  const all = findNodeAtLocation(root, ["cells"])?.children ?? [];
  for (const node of all) {
    if (member(node, "cell_type")?.value !== "code") continue;
    const source = member(node, "source");
    if (!source) continue;
    if (cells.length > 0) text += "\n";
    const start = text.length;
    text += source.type === "array" ? (source.children ?? []).map(textOf).join("") : textOf(source);
    const outputs = member(node, "outputs");
    const output = outputs?.children?.length ? content.slice(outputs.offset, outputs.offset + outputs.length) : "";
    cells.push({
      start,
      end: text.length,
      output,
      whole: spanOf(node),
      source: { ...spanOf(source), lines: source.type === "array" ? (source.children ?? []).map(spanOf) : undefined },
    });
  }
  return {
    content,
    text,
    cells,
    all: all.map(spanOf),
    with(texts) {
      return readNotebook(writeNotebook(this, texts));
    },
  };
}

function member(node: Node, name: string): Node | undefined {
  return node.type === "object" ? findNodeAtLocation(node, [name]) : undefined;
}

function textOf(node: Node): string {
  return node.type === "string" ? (node.value as string) : "";
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
