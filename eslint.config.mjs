import js from "@eslint/js";
import importX, { createNodeResolver } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The arrows of the design: each folder may import itself and what stands after it.
 * cli → pipeline → transforms → analysis → protocol / dialects / languages; replay → emulator → shim → protocol.
 */
const MAY_IMPORT = {
  "src/protocol": [],
  "src/dialects": ["src/protocol", "src/languages"],
  "src/languages": [],
  "src/manifests": ["src/languages"],
  "src/analysis": ["src/protocol", "src/dialects", "src/languages"],
  transforms: ["src/analysis", "src/protocol", "src/dialects", "src/manifests", "src/languages"],
  "src/verify": ["src/analysis", "src/protocol", "src/dialects", "src/languages"],
  "src/discover": [],
  "src/format": [],
  "src/survey": ["transforms", "src/protocol"],
  // A report tells what a run found, so it stands behind the pipeline; the pipeline knows no report.
  "src/report": [
    "src/pipeline",
    "src/discover",
    "transforms",
    "src/analysis",
    "src/protocol",
    "src/dialects",
    "src/languages",
  ],
  // What is asked hunk by hunk, and what answers mean; the terminal is the command line's.
  "src/review": ["src/report", "src/pipeline", "src/discover", "transforms", "src/languages"],
  "src/pipeline": [
    "transforms",
    "src/discover",
    "src/survey",
    "src/format",
    "src/verify",
    "src/analysis",
    "src/protocol",
    "src/dialects",
    "src/manifests",
    "src/languages",
  ],
  "src/api": [
    "src/survey",
    "src/report",
    "src/pipeline",
    "transforms",
    "src/discover",
    "src/analysis",
    "src/protocol",
    "src/dialects",
    "src/manifests",
    "src/languages",
  ],
  "src/shim": ["src/protocol"],
  "src/emulator": ["src/shim", "src/protocol"],
  "src/replay": ["src/emulator", "src/shim", "src/protocol"],
  // cli may import everything
};
const FOLDERS = [...Object.keys(MAY_IMPORT), "src/cli"];
const zones = Object.entries(MAY_IMPORT).flatMap(([target, allowed]) =>
  FOLDERS.filter((from) => from !== target && !allowed.includes(from)).map((from) => ({
    target: `./${target}`,
    from: `./${from}`,
    message: `${target} must not depend on ${from} (see CONTRIBUTING.md, "Where things may point").`,
  })),
);

const NODE_GLOBALS =
  "process console URL Buffer performance fetch Request Response Headers TextDecoderStream setTimeout".split(" ");

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "fixtures/**", "examples/**", ".cache/**", ".venv*/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { "import-x": importX },
    // Sources import "./x.js" and mean x.ts: without the alias nothing resolves, and nothing is restricted.
    settings: { "import-x/resolver-next": [createNodeResolver({ extensionAlias: { ".js": [".ts", ".js"] } })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-invalid-void-type": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // One vocabulary, one file: splitting the node kinds would hide what a rule may rely on.
    files: ["src/languages/tree.ts"],
    rules: { "max-lines": "off" },
  },
  {
    // Doubles of frameworks have the signatures of what they stand for.
    files: ["test/replay/packages/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-vars": ["error", { args: "none" }] },
  },
  {
    // CommonJS, because jscodeshift requires it.
    files: ["**/*.cts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["scripts/**/*.mjs", "bench/**/*.mjs"],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, "readonly"])) },
  },
);
