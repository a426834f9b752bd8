import { quote } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

const CURRENT_TYPES: Readonly<Record<string, string>> = {
  file_citation: "file_citation",
  file_path: "container_file_citation",
  url_citation: "url_citation",
};

/** The `type` of an annotation: a path to a generated file is a citation of a file in a container now. */
export const annotationType: Reshape = {
  name: "annotationType",
  apply: (type: Json) => {
    const current = typeof type === "string" ? CURRENT_TYPES[type] : undefined;
    if (current !== undefined) return current;
    throw new CannotReshape(`${quote(type)} is not a type of annotation.`);
  },
};
