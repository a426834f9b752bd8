import { rolldown } from "rolldown";

/**
 * Puts the modules of the command line together, in the place of its `main.js`: Node needs about a millisecond for each file that it loads,
 * and a run needs hundreds. What is loaded lazily stays so; dependencies stay what is installed.
 * @param folder of the built `main.js`
 */
export async function bundleCommandLine(folder) {
  const isOurs = (id) => /^[./]/.test(id) || /^[A-Z]:/i.test(id);
  const bundle = await rolldown({
    input: { main: `${folder}/main.js` },
    platform: "node",
    external: (id) => !isOurs(id),
  });
  await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "parts/[name]-[hash].js",
    sourcemap: true,
  });
  await bundle.close();
}
