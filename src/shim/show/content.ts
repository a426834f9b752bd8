import { present } from "../../protocol/json.js";
import { objectsOf, textOf, type Json, type JsonObject } from "../json.js";
import type { Surface } from "../surfaces.js";
import { cite } from "./citations.js";

/** Parts of an item as parts of a classic message. Images that the code interpreter drew come behind the text that cites them. */
export function classicContent(content: Json | undefined, surface: Surface): readonly JsonObject[] {
  if (typeof content === "string") return [textPart(content, [])];
  const parts: JsonObject[] = [];
  for (const part of objectsOf(content)) {
    switch (part.type) {
      case "input_text":
      case "output_text":
      case "text": {
        const { value, annotations, images } = cite(
          textOf(part.text) ?? "",
          objectsOf(part.annotations),
          parts.length,
          surface,
        );
        parts.push(textPart(value, annotations), ...images.map(imagePart));
        break;
      }
      case "refusal":
        parts.push({ type: "refusal", refusal: part.refusal ?? "" });
        break;
      case "input_image":
        parts.push(givenImage(part));
        break;
    }
  }
  return parts;
}

export function textPart(value: string, annotations: readonly JsonObject[]): JsonObject {
  return { type: "text", text: { value, annotations } };
}

export function imagePart(file: string): JsonObject {
  return { type: "image_file", image_file: { file_id: file } };
}

function givenImage(part: JsonObject): JsonObject {
  const { file_id, image_url, detail } = part;
  if (typeof file_id === "string") return { type: "image_file", image_file: present({ file_id, detail }) };
  return { type: "image_url", image_url: present({ url: image_url ?? "", detail }) };
}

/** Documents among the parts: the classic API knew them as attachments. */
export function documents(content: Json | undefined): readonly JsonObject[] {
  return objectsOf(content)
    .filter((part) => part.type === "input_file" && typeof part.file_id === "string")
    .map((part) => ({ file_id: part.file_id!, tools: [] }));
}
