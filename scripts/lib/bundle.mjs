import { isBuiltin } from "node:module";
import { rolldown } from "rolldown";

/** Dependencies that runs on code load: their many small files are most of what starting costs. What they need themselves comes along. */
const PUT_IN = ["commander", "picocolors", "ignore", "diff", "jsonc-parser", "yaml", "toml-eslint-parser"];

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
    sourcemap: true,
  });
  await bundle.close();
  const files = output.flatMap(({ moduleIds = [] }) => moduleIds);
  return [
    ...new Set(files.flatMap((file) => /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(file)?.[1] ?? [])),
  ];
}
