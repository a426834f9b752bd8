import { numberOf, textOf, type JsonObject } from "../json.js";
import { containerFileId } from "../ids.js";
import type { Surface } from "../surfaces.js";

/** A current annotation, read. Offsets count code points. */
type Citation =
  /** Stands at a point of the text: the text gets a marker there, because programs replace what the annotation names. */
  | { readonly kind: "point"; readonly at: number; readonly name: string; readonly show: (place: Place) => JsonObject }
  /** Covers text that is there already. */
  | { readonly kind: "span"; readonly start: number; readonly end: number; readonly show: (place: Place) => JsonObject }
  /** Is an image that the code interpreter drew: a part of the message of its own. */
  | { readonly kind: "image"; readonly file: string };

/** What the classic annotation is written over. */
interface Place extends JsonObject {
  readonly text: string;
  readonly start_index: number;
  readonly end_index: number;
}

/** Reads an annotation; undefined for one that the surface never had. */
export function citation(annotation: JsonObject, surface: Surface): Citation | undefined {
  const start = numberOf(annotation.start_index) ?? 0;
  const end = numberOf(annotation.end_index) ?? start;
  const file = textOf(annotation.file_id) ?? "";
  const name = textOf(annotation.filename) ?? file;
  switch (annotation.type) {
    case "file_citation": {
      const show = (place: Place) => ({ type: "file_citation", ...place, file_citation: { file_id: file } });
      return { kind: "point", at: numberOf(annotation.index) ?? 0, name, show };
    }
    case "container_file_citation": {
      const id = containerFileId(textOf(annotation.container_id) ?? "", file);
      const show = (place: Place) => ({ type: "file_path", ...place, file_path: { file_id: id } });
      if (start < end) return { kind: "span", start, end, show };
      return isImage(name) ? { kind: "image", file: id } : { kind: "point", at: Infinity, name, show };
    }
    case "file_path": {
      const show = (place: Place) => ({ type: "file_path", ...place, file_path: { file_id: file } });
      return { kind: "point", at: numberOf(annotation.index) ?? Infinity, name, show };
    }
    case "url_citation": {
      // OpenAI's Assistants had no such annotation, and their programs do not expect one.
      if (surface !== "foundry") return undefined;
      const url_citation = { url: annotation.url ?? "", title: annotation.title ?? null };
      return { kind: "span", start, end, show: (place) => ({ type: "url_citation", ...place, url_citation }) };
    }
    default:
      return undefined;
  }
}

/** A marker like those of the classic service: `【4:0†foods.txt】`; here the part of the message and the citation in it are counted. */
function marker(part: number, number: number, name: string): string {
  return `【${part}:${number}†${name}】`;
}

/** A text with its citations as the classic API has them. */
export interface CitedText {
  readonly value: string;
  readonly annotations: readonly JsonObject[];
  /** Files of images, which are parts of their own. */
  readonly images: readonly string[];
}

/** What a citation adds while a text is being written. */
export type Written =
  | { readonly kind: "text"; readonly text: string; readonly annotation: JsonObject }
  | { readonly kind: "image"; readonly file: string };

/** A text that grows, with citations that arrive in the midst of it. */
export class CitedWriter {
  readonly #part: number;
  readonly #surface: Surface;
  /** Code points as the model wrote them. */
  readonly #raw: string[] = [];
  /** Markers so far: where in the raw text, and how long. */
  readonly #markers: { readonly at: number; readonly length: number }[] = [];

  /** @param part position of the text among the parts of the message */
  constructor(part: number, surface: Surface) {
    this.#part = part;
    this.#surface = surface;
  }

  write(text: string): void {
    // One by one: spreading a long text over arguments would overflow the stack.
    for (const point of text) this.#raw.push(point);
  }

  /** What a citation that arrives now adds; undefined for one that is not shown. */
  cite(annotation: JsonObject): Written | undefined {
    const found = citation(annotation, this.#surface);
    if (!found || found.kind === "image") return found && { kind: "image", file: found.file };
    if (found.kind === "span") {
      const text = this.#raw.slice(found.start, found.end).join("");
      const start = found.start + this.#shift(found.start, true);
      const end = found.end + this.#shift(found.end, false);
      return { kind: "text", text: "", annotation: found.show({ text, start_index: start, end_index: end }) };
    }
    const text = marker(this.#part, this.#markers.length, found.name);
    const at = this.#raw.length;
    const start = at + this.#shift(at, true);
    this.#markers.push({ at, length: [...text].length });
    return {
      kind: "text",
      text,
      annotation: found.show({ text, start_index: start, end_index: start + [...text].length }),
    };
  }

  /** How far markers push a place of the raw text. */
  #shift(place: number, including: boolean): number {
    const before = this.#markers.filter(({ at }) => at < place || (including && at === place));
    return before.reduce((sum, { length }) => sum + length, 0);
  }
}

/** A finished text with its citations: what a writer makes of it when each citation arrives at its place. */
export function cite(text: string, annotations: readonly JsonObject[], part: number, surface: Surface): CitedText {
  const points = [...text];
  const writer = new CitedWriter(part, surface);
  const placed = annotations.map((annotation) => {
    const found = citation(annotation, surface);
    return { annotation, at: found?.kind === "point" ? Math.min(found.at, points.length) : points.length };
  });
  const shown: JsonObject[] = [];
  const images: string[] = [];
  let value = "";
  let written = 0;
  for (const { annotation, at } of placed.toSorted((left, right) => left.at - right.at)) {
    const until = Math.max(at, written);
    const piece = points.slice(written, until).join("");
    writer.write(piece);
    written = until;
    const added = writer.cite(annotation);
    if (added?.kind === "image") images.push(added.file);
    if (added?.kind === "text") shown.push(added.annotation);
    value += piece + (added?.kind === "text" ? added.text : "");
  }
  return { value: value + points.slice(written).join(""), annotations: shown, images };
}

/** The file of an image that an annotation shows; undefined for other annotations. */
export function citedImage(annotation: JsonObject): string | undefined {
  const found = citation(annotation, "openai");
  return found?.kind === "image" ? found.file : undefined;
}

function isImage(name: string): boolean {
  return /\.(png|jpe?g|gif|webp|svg|bmp)$/i.test(name);
}
