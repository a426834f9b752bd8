// Writes docs/mapping.md from the protocol tables; with --check it only says whether the file is current.
// Needs the build: npm run build && npm run docs
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const renderer = new URL("dist/src/protocol/docs.js", root);
if (!existsSync(renderer)) {
  console.error("The build is missing. Run `npm run build`, then again.");
  process.exit(2);
}
const { renderMapping } = await import(renderer);

const pages = [{ path: fileURLToPath(new URL("docs/mapping.md", root)), text: renderMapping() }];
const outdated = pages.filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);

if (process.argv.includes("--check")) {
  for (const { path } of outdated) console.error(`${path} is not current. Run \`npm run build && npm run docs\`.`);
  process.exitCode = outdated.length > 0 ? 1 : 0;
} else {
  for (const { path, text } of outdated) writeFileSync(path, text);
  for (const { path } of outdated) console.log(`written: ${path}`);
}
