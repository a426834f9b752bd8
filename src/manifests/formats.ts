import { loadLanguage } from "../languages/registry.js";
import type { ManifestFormat } from "./manifest.js";

const named =
  (...names: readonly string[]) =>
  (file: string): boolean =>
    names.includes(file);

const PYTHON_LOCKS = {
  "poetry.lock": "poetry lock && poetry install",
  "uv.lock": "uv sync",
  "pdm.lock": "pdm install",
};

/** Every format, in the order in which a dependency looks for a place when none of its like is declared yet. */
export const manifestFormats: readonly ManifestFormat[] = [
  {
    language: "javascript",
    matches: named("package.json"),
    load: async () => (await import("./packageJson.js")).readPackageJson,
    install: {
      "pnpm-lock.yaml": "pnpm install",
      "yarn.lock": "yarn install",
      "bun.lock": "bun install",
      "bun.lockb": "bun install",
      "package-lock.json": "npm install",
      "": "npm install",
    },
  },
  {
    language: "python",
    matches: named("pyproject.toml"),
    load: async () => (await import("./toml.js")).readPyproject,
    install: { ...PYTHON_LOCKS, "": "pip install -e ." },
  },
  {
    language: "python",
    matches: (file, folder) =>
      /requirements.*\.(?:txt|in)$/i.test(file) || (folder === "requirements" && /\.(?:txt|in)$/.test(file)),
    load: async () => (await import("./requirementsTxt.js")).readRequirements,
    install: { "": "pip install -r FILE" },
  },
  {
    language: "python",
    matches: named("Pipfile"),
    load: async () => (await import("./toml.js")).readPipfile,
    install: { "": "pipenv install" },
  },
  {
    language: "python",
    matches: named("environment.yml", "environment.yaml"),
    load: async () => (await import("./condaEnvironment.js")).readCondaEnvironment,
    install: { "": "conda env update -f FILE" },
  },
  {
    language: "python",
    matches: named("setup.cfg"),
    load: async () => (await import("./setupCfg.js")).readSetupCfg,
    install: { "": "pip install -e ." },
  },
  {
    language: "python",
    matches: named("setup.py"),
    load: async () => {
      const { setupPyReader } = await import("./setupPy.js");
      return setupPyReader(await loadLanguage("python"));
    },
    install: { "": "pip install -e ." },
  },
];

/** The format of a file, by its name. */
export function formatOf(file: string): ManifestFormat | undefined {
  const [folder = "", name = ""] = file.split("/").slice(-2);
  return manifestFormats.find(({ matches }) => matches(name, folder));
}
