import { isList, isObject, quote } from "../json.js";
import { CannotReshape, type Json, type JsonObject, type Reshape } from "../types.js";

const CURRENT_PARTS: readonly Json[] = ["input_text", "output_text", "input_image", "input_file", "refusal"];

/** Content of a message: a string stays, parts get the type names of their role. */
export const messageContent: Reshape = {
  name: "messageContent",
  needs: ["role"],
  apply: (content, rest) => contentFor(content, rest?.role),
};

/**
 * The content of a message for its role (the user's where none is given).
 * @throws CannotReshape for a part the current API has no place for.
 */
export function contentFor(content: Json, role: Json | undefined): Json {
  if (typeof content === "string") return content;
  if (isList(content)) return content.map((part) => partFor(part, role));
  throw new CannotReshape(`Message content ${quote(content)} is neither a string nor a list of parts.`);
}

function partFor(part: Json, role: Json | undefined): Json {
  if (!isObject(part)) throw new CannotReshape(`Message part ${quote(part)} is not an object with a type.`);
  if (CURRENT_PARTS.includes(part.type ?? null)) return part;
  const fromAssistant = role === "assistant";
  if (part.type === "text" && typeof part.text === "string") {
    return fromAssistant
      ? { type: "output_text", text: part.text, annotations: [] }
      : { type: "input_text", text: part.text };
  }
  if (part.type === "image_url" || part.type === "image_file") {
    if (fromAssistant) {
      throw new CannotReshape(
        `A message of the assistant cannot contain an image (${quote(part)}): send the image in a message of the user.`,
      );
    }
    return imagePart(part);
  }
  throw new CannotReshape(`Message part ${quote(part)} has no counterpart: only text, image_url and image_file have.`);
}

function imagePart(part: JsonObject): Json {
  const { image_url: link, image_file: file } = part;
  if (part.type === "image_url" && isObject(link) && typeof link.url === "string") {
    return { type: "input_image", image_url: link.url, detail: link.detail ?? "auto" };
  }
  if (part.type === "image_file" && isObject(file) && typeof file.file_id === "string") {
    return { type: "input_image", file_id: file.file_id, detail: file.detail ?? "auto" };
  }
  throw new CannotReshape(`Message part ${quote(part)} names no image: it needs image_url.url or image_file.file_id.`);
}
