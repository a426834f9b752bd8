import type { ImportEditor } from "../language.js";
import { available } from "./imports/available.js";
import { editImports } from "./imports/edit.js";
import { behindTop } from "./imports/place.js";
import { sitesOf } from "./imports/sites.js";

/** Plans changes of a JavaScript or TypeScript file's imports. */
export const javascriptImports: ImportEditor = {
  edit: editImports,
  available,
  behindTop,
  statements: (tree) => sitesOf(tree).map((site) => site.node),
};
