import { createRequire } from "node:module";
import path from "node:path";
import type { Formatter } from "./formatter.js";

/** What is used of Prettier's interface; 2 gives some of it at once, 3 as promises. */
interface Prettier {
  readonly version: string;
  resolveConfig(file: string, options: { editorconfig: boolean }): Promise<object | null>;
  getFileInfo(
    file: string,
    options: { ignorePath: string | string[]; withNodeModules: boolean },
  ): Promise<{ readonly ignored: boolean; readonly inferredParser: string | null }>;
  format(text: string, options: object): string | Promise<string>;
}

/** The Prettier that is installed in a folder. It is loaded from there, with the project's plugins. */
export function loadPrettier(folder: string): Formatter {
  const prettier = createRequire(path.join(folder, "package.json"))("prettier") as Prettier;
  const ignorePath = path.join(folder, ".prettierignore");
  return {
    title: `Prettier ${prettier.version}`,
    async format(file, text) {
      const { ignored, inferredParser } = await prettier.getFileInfo(file, { ignorePath, withNodeModules: false });
      if (ignored || inferredParser === null) return undefined;
      const config = await prettier.resolveConfig(file, { editorconfig: true });
      return prettier.format(text, { ...config, filepath: file, endOfLine: "lf" });
    },
  };
}
