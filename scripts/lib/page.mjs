// Makes the script of the HTML report: its modules and the syntax colours of highlight.js in one file that needs nothing else.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Writes page.js and page.css into `folder`. */
export async function buildPage(folder = path.join(root, "dist", "page")) {
  mkdirSync(folder, { recursive: true });
  const bundle = await rolldown({ input: path.join(root, "src/report/page/main.ts"), logLevel: "warn" });
  const licence = readFileSync(
    createRequire(import.meta.url)
      .resolve("highlight.js/package.json")
      .replace("package.json", "LICENSE"),
    "utf8",
  );
  await bundle.write({
    file: path.join(folder, "page.js"),
    format: "iife",
    minify: true,
    postBanner: `/* Syntax colours: highlight.js.\n${licence.trim()} */`,
  });
  await bundle.close();
  copyFileSync(path.join(root, "src/report/page/page.css"), path.join(folder, "page.css"));
}
