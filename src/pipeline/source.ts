import { createHash } from "node:crypto";
import type { Notebook } from "../languages/notebook/notebook.js";
import type { Cell } from "../languages/tree.js";

const BOM = "\uFEFF";

/** A file as it was read, or as it is going to be. */
export interface SourceFile {
  /** Real, absolute, `/`-separated. */
  readonly path: string;
  readonly bytes: Buffer;
  /**
   * The program in it: decoded, without the byte order mark; of a notebook the code of its cells. Positions of the neutral tree count
   * from here.
   */
  readonly text: string;
  readonly bom: boolean;
  readonly notebook?: Notebook;
}

/** Decodes bytes that are known to be valid UTF-8. */
export function decode(path: string, bytes: Buffer): SourceFile {
  const text = bytes.toString("utf8");
  const bom = text.startsWith(BOM);
  return { path, bytes, text: bom ? text.slice(1) : text, bom };
}

/** The bytes of a file whose content is replaced: same encoding, same byte order mark. */
export function encode(file: SourceFile, content: string): Buffer {
  return Buffer.from(file.bom ? BOM + content : content, "utf8");
}

/** The cells of a program that is a notebook. */
export function cellsOf({ notebook }: Pick<SourceFile, "notebook">): readonly Cell[] | undefined {
  return notebook?.cells;
}

export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
