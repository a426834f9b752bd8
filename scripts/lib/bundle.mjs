import { isBuiltin } from "node:module";
import { rolldown } from "rolldown";

/** Dependencies that runs on code load: their many small files are most of what starting costs. What they need themselves comes along. */
const PUT_IN = ["commander", "picocolors", "ignore", "diff", "jsonc-parser", "yaml", "toml-eslint-parser"];

/**
 * What a run loads one after the other, as far as it gets: each stage is one file, with everything that it imports and no stage before it
 * has. Languages come before what plans, because they are loaded without it.
 */
const STAGES = {
  start: "src/cli/program",
  run: "src/cli/(migrate|config/apply)|src/languages/[a-zA-Z]+|src/pipeline/origins",
  javascript: "src/languages/javascript/index",
  python: "src/languages/python/index",
  dialects: "src/dialects/index",
  diff: "src/report/diff",
  planning: "src/pipeline/(planning|halfMigrated|format|dependencies)|transforms/plan",
};

/**
 * Puts the modules of the command line together, in the place of its `main.js`: Node needs about a millisecond for each file that it loads,
 * and a run needs hundreds. What is loaded lazily stays so; other dependencies stay what is installed.
 * @param folder of the built `main.js`
 * @returns names of the packages that are part of it now
 */
export async function bundleCommandLine(folder) {
  const isFile = (id) => /^[./]/.test(id) || /^[A-Z]:/i.test(id);
  const comesAlong = (id, from) => PUT_IN.includes(id) || /[/\\]node_modules[/\\]/.test(from ?? "");
  const bundle = await rolldown({
    input: { main: `${folder}/main.js` },
    platform: "node",
    resolve: { mainFields: ["module", "main"] },
    external: (id, from) => isBuiltin(id) || (!isFile(id) && !comesAlong(id, from)),
  });
  const { output } = await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "parts/[name]-[hash].js",
    codeSplitting: {
      groups: Object.entries(STAGES).map(([name, files], at, { length }) => ({
        name,
        test: new RegExp(`/dist/(${files})\\.js$`.replaceAll("/", String.raw`[/\\]`)),
        priority: length - at,
      })),
    },
    sourcemap: true,
  });
  await bundle.close();
  const files = output.flatMap(({ moduleIds = [] }) => moduleIds);
  return [
    ...new Set(files.flatMap((file) => /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(file)?.[1] ?? [])),
  ];
}
