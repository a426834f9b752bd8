import type { ImportEditor } from "../language.js";
import { available } from "./imports/available.js";
import { editImports } from "./imports/edit.js";
import { behindTop } from "./imports/placement.js";
import { importsOf } from "./imported.js";

/** Plans changes of a Python file's imports. */
export const pythonImports: ImportEditor = {
  edit: editImports,
  available,
  behindTop,
  statements: importsOf,
};
