import { createHash } from "node:crypto";

const BOM = "\uFEFF";

/** A file as it was read. */
export interface SourceFile {
  /** Real, absolute, `/`-separated. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Decoded, without the byte order mark: positions of the neutral tree count from here. */
  readonly text: string;
  readonly bom: boolean;
}

/** Decodes bytes that are known to be valid UTF-8. */
export function decode(path: string, bytes: Buffer): SourceFile {
  const text = bytes.toString("utf8");
  const bom = text.startsWith(BOM);
  return { path, bytes, text: bom ? text.slice(1) : text, bom };
}

/** The bytes of a file whose text is replaced: same encoding, same byte order mark. */
export function encode(file: SourceFile, text: string): Buffer {
  return Buffer.from(file.bom ? BOM + text : text, "utf8");
}

export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
