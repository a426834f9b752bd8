import { quote } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

/** The `type` of a content part. Text of the user is input, all other text is output. */
export const partType: Reshape = {
  name: "partType",
  needs: ["role"],
  apply: (type, rest) => currentType(type, rest?.role),
};

function currentType(type: Json, role: Json | undefined): Json {
  switch (type) {
    case "text":
      return role === "user" ? "input_text" : "output_text";
    case "image_url":
    case "image_file":
      if (role !== "assistant") return "input_image";
      throw new CannotReshape(
        "Images that the code interpreter makes are not parts of a message any more: they are container_file_citation annotations of its text.",
      );
    case "refusal":
      return type;
    default:
      throw new CannotReshape(`${quote(type)} is not a type of message part.`);
  }
}
