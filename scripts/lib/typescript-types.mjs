// Type errors of TypeScript files that need not be on the disk as they are, against SDKs that are installed here.
import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AMBIENT = path.join(ROOT, "ambient-modules.d.ts");

const OPTIONS = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: true,
  resolveJsonModule: true,
  jsx: ts.JsxEmit.Preserve,
  noEmit: true,
  skipLibCheck: true,
};

/** Declarations are the same in every program of a run. */
const parsed = new Map();

/**
 * Errors by file, as `{ line, text }` with text as the compiler says it.
 * How strict the compiler is, the project's tsconfig.json says: strict without one, and where those of its packages disagree.
 * SDKs are read from node_modules; whatever else is no file of the project counts as `any`, as does what such a module exports.
 * @param {readonly string[]} files absolute
 * @param {ReadonlyMap<string, string>} texts what stands in files instead of what is on the disk
 * @param {Readonly<Record<string, string>>} sdks folder in node_modules by the name of the package: { openai: "openai-4" }
 */
export function typeErrors(files, texts, sdks) {
  const unknown = new Set();
  const options = { ...OPTIONS, ...strictness(files) };
  ts.createProgram(files, options, hostFor(texts, sdks, unknown));
  const ambient = [...unknown].map((name) => `declare module ${JSON.stringify(name)};`).join("\n");
  const program = ts.createProgram([...files, AMBIENT], options, hostFor(texts, sdks, unknown, ambient));
  return new Map(
    files.map((file) => {
      const source = program.getSourceFile(file);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [file, found.map((error) => describe(source, error))];
    }),
  );
}

function describe(source, error) {
  const { line } = source.getLineAndCharacterOfPosition(error.start ?? 0);
  return { line: line + 1, text: `${ts.flattenDiagnosticMessageText(error.messageText, " ")} (TS${error.code})` };
}

function hostFor(texts, sdks, unknown, ambient) {
  const host = ts.createCompilerHost(OPTIONS);
  const readFile = (file) => (file === AMBIENT ? ambient : (texts.get(file) ?? host.readFile(file)));
  const { getSourceFile } = host;
  return {
    ...host,
    getCurrentDirectory: () => ROOT,
    fileExists: (file) => file === AMBIENT || texts.has(file) || host.fileExists(file),
    readFile,
    getSourceFile: (file, target) => {
      if (file === AMBIENT || texts.has(file)) return ts.createSourceFile(file, readFile(file) ?? "", target, true);
      if (!file.includes("node_modules")) return getSourceFile(file, target);
      if (!parsed.has(file)) parsed.set(file, getSourceFile(file, target));
      return parsed.get(file);
    },
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const resolvedModule = resolve(text, from, sdks, host);
        if (!resolvedModule && !text.startsWith(".") && !isBuiltin(text)) unknown.add(text);
        return { resolvedModule };
      }),
  };
}

function resolve(name, from, sdks, host) {
  const found = (specifier, file) => ts.resolveModuleName(specifier, file, OPTIONS, host).resolvedModule;
  // What is installed here may resolve from here only; a project's own packages are not there.
  if (name.startsWith(".") || from.includes("node_modules")) return found(name, from);
  const sdk = Object.keys(sdks).find((each) => name === each || name.startsWith(`${each}/`));
  if (sdk) return found(sdks[sdk] + name.slice(sdk.length), path.join(ROOT, "from.ts"));
  return resolveByPaths(name, from, host);
}

/** The options of the nearest tsconfig.json that make some code an error in one project and none in the next. */
function strictness(files) {
  const configs = new Set(files.map((file) => ts.findConfigFile(path.dirname(file), existsSync)));
  const found = new Set([...configs].map((config) => JSON.stringify(config ? strictnessIn(config) : { strict: true })));
  return found.size === 1 ? JSON.parse([...found][0]) : { strict: true };
}

function strictnessIn(config) {
  const json = ts.readConfigFile(config, (file) => readFileSync(file, "utf8")).config ?? {};
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(json, host, path.dirname(config));
  return { strict: options.strict, noImplicitAny: options.noImplicitAny, strictNullChecks: options.strictNullChecks };
}

/** `@/lib/x`, by the `paths` and the `baseUrl` of the nearest tsconfig.json. */
function resolveByPaths(name, from, host) {
  const config = ts.findConfigFile(path.dirname(from), existsSync);
  if (!config) return undefined;
  const { paths, baseUrl = "." } =
    ts.readConfigFile(config, (file) => readFileSync(file, "utf8")).config?.compilerOptions ?? {};
  if (!paths) return undefined;
  const options = { ...OPTIONS, paths, baseUrl: path.resolve(path.dirname(config), baseUrl) };
  const { resolvedModule } = ts.resolveModuleName(name, from, options, host);
  return resolvedModule?.resolvedFileName.includes("node_modules") ? undefined : resolvedModule;
}
