import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";
import type { Files } from "../../harness/cases.js";
import { nodeRequire, type World } from "./world.js";

interface Module {
  readonly exports: Record<string, unknown>;
  readonly loaded: Promise<void>;
}

/** Loads the modules of a program from memory, as a bundler for Node would: TypeScript, JSX, ES modules and CommonJS alike. */
export class Modules {
  readonly #modules = new Map<string, Module>();

  /**
   * @param files sources by their path
   * @param packages what imports of packages give; of the others Node's
   */
  constructor(
    private readonly files: Files,
    private readonly packages: ReadonlyMap<string, unknown>,
    private readonly world: World,
  ) {}

  /** Runs a module with everything it imports. @returns its exports */
  async load(file: string): Promise<Record<string, unknown>> {
    const module = this.#start(file);
    await module.loaded;
    return module.exports;
  }

  #start(file: string): Module {
    const known = this.#modules.get(file);
    if (known) return known;
    const module: { exports: Record<string, unknown> } = { exports: {} };
    // What imports of imports still lack is there by the time that it is used, as with Node's own cycles.
    const started = {
      get exports() {
        return module.exports;
      },
      loaded: Promise.resolve(),
    };
    this.#modules.set(file, started);
    started.loaded = this.#run(file, module);
    return started;
  }

  async #run(file: string, module: { exports: Record<string, unknown> }): Promise<void> {
    const text = this.files.get(file);
    if (text === undefined) throw new Error(`The program has no ${file}.`);
    if (file.endsWith(".json")) {
      module.exports = JSON.parse(text) as Record<string, unknown>;
      return;
    }
    const { outputText } = ts.transpileModule(text, {
      // The ending would decide about the kind of module.
      fileName: file.replace(/\.[cm]([jt]s)$/, ".$1"),
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        jsx: ts.JsxEmit.React,
        esModuleInterop: true,
        allowJs: true,
      },
    });
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const target = this.#resolve(file, fileName);
      if (target !== undefined && !this.#modules.has(target)) await this.#start(target).loaded;
    }
    const url = `file:///program/${file}`;
    const body = outputText.replaceAll("import.meta.url", JSON.stringify(url));
    const names = ["exports", "require", "module", "__filename", "__dirname", "console", "process"];
    const AsyncFunction = (async () => undefined).constructor as new (
      ...args: string[]
    ) => (...args: unknown[]) => Promise<void>;
    const run = new AsyncFunction(...names, `${body}\n//# sourceURL=${url}`);
    const require = (specifier: string) => this.#require(file, specifier);
    await run(module.exports, require, module, file, path.posix.dirname(file), this.world.console, this.world.process);
  }

  #require(from: string, specifier: string): unknown {
    const target = this.#resolve(from, specifier);
    if (target !== undefined) {
      const { exports } = this.#start(target);
      const { default: main } = exports;
      // Packages that are a function are one also for `require`.
      return target.startsWith("packages/") && typeof main === "function" ? Object.assign(main, exports) : exports;
    }
    const name = specifier.replace(/^node:/, "");
    if (this.packages.has(name)) return this.packages.get(name);
    if (isBuiltin(specifier)) return nodeRequire(specifier);
    throw new Error(`${from} imports ${specifier}, which replays do not have.`);
  }

  /** The file that a relative import means; undefined for packages. */
  #resolve(from: string, specifier: string): string | undefined {
    if (!specifier.startsWith(".") && !specifier.startsWith("@/")) {
      return [`packages/${specifier.replace(/^node:/, "")}.ts`].find((file) => this.files.has(file));
    }
    const base = specifier.startsWith("@/") ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
    const stem = base.replace(/\.[cm]?jsx?$/, "");
    const endings = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", ".jsx", ".json", "/index.ts", "/index.js"];
    const found = [base, ...endings.map((ending) => stem + ending)].find((file) => this.files.has(file));
    if (found === undefined) throw new Error(`${from} imports ${specifier}, which the program does not have.`);
    return found;
  }
}
