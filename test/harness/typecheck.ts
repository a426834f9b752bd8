import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Packages that stand for others: `{ openai: "openai-4" }` checks against the package that is installed under that alias. */
export type StandIns = Readonly<Record<string, string>>;

/** Frameworks of the project fixtures, of which the repository has small doubles. */
const DOUBLES = ["express", "next/server", "next/serve", "discord.js", "@slack/bolt", "axios"];

const parsed = new Map<string, ts.SourceFile>();

/**
 * Type errors by file: one program over all `files` against the real SDKs in node_modules. `strict` is for TypeScript; JavaScript is
 * forgiven what only a checker minds: `readsUnion`, `constructsModule`.
 */
export function typeErrors(files: readonly string[], strict: boolean, standIns: StandIns = {}): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    esModuleInterop: true,
    noEmit: true,
    skipLibCheck: true,
    allowJs: !strict,
    checkJs: !strict,
    strict,
    paths: {
      ...Object.fromEntries(
        DOUBLES.map((name) => [name, [path.join(ROOT, "test/replay/packages/javascript", `${name}.ts`)]]),
      ),
      ...Object.fromEntries(Object.entries(standIns).flatMap(([name, alias]) => pathsFor(name, alias))),
    },
  };
  const host = ts.createCompilerHost(options);
  host.getCurrentDirectory = () => ROOT;
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version) => {
    if (!file.includes("node_modules")) return read(file, version);
    const source = parsed.get(file) ?? read(file, version);
    if (source) parsed.set(file, source);
    return source;
  };
  const program = ts.createProgram(files, options, host);
  const errors = new Map<string, string[]>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} is not part of the program`);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const texts = found
      .filter((error) => strict || !(readsUnion(program, source, error) || constructsModule(error)))
      .map(describe);
    if (texts.length > 0) errors.set(path.relative(ROOT, file), texts);
  }
  return errors;
}

interface Manifest {
  readonly types: string;
  readonly exports?: { readonly "."?: { readonly import?: { readonly types?: string } } };
}

/** A mapped folder is not read through its "exports", so the entry is named here. */
function pathsFor(name: string, alias: string): [string, string[]][] {
  const folder = path.join(ROOT, "node_modules", alias);
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
  const types = manifest.exports?.["."]?.import?.types ?? manifest.types;
  return [
    [name, [path.join(folder, types)]],
    [`${name}/*`, [path.join(folder, "*")]],
  ];
}

/** `new (require("openai"))()` works, but the package's types only know `.default` and `.OpenAI`. */
function constructsModule(error: ts.Diagnostic): boolean {
  return error.code === 2351 && /typeof import\(/.test(ts.flattenDiagnosticMessageText(error.messageText, " "));
}

/** "Property does not exist on type A | B" where one of them has it. */
function readsUnion(program: ts.Program, source: ts.SourceFile, error: ts.Diagnostic): boolean {
  if (error.code !== 2339 && error.code !== 2551) return false;
  let at: ts.Node = source;
  for (let next: ts.Node | undefined = source; next;) {
    at = next;
    next = ts.forEachChild(at, (child) => (child.pos <= error.start! && error.start! < child.end ? child : undefined));
  }
  if (!ts.isPropertyAccessExpression(at.parent) || at.parent.name !== at) return false;
  const object = program.getTypeChecker().getTypeAtLocation(at.parent.expression);
  const name = at.parent.name.text;
  return object.isUnion() && object.types.some((type) => type.getProperty(name) !== undefined);
}

function describe(error: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(error.messageText, "\n    ");
  if (!error.file || error.start === undefined) return text;
  const { line, character } = error.file.getLineAndCharacterOfPosition(error.start);
  return `${line + 1}:${character + 1} ${text} (TS${error.code})`;
}
