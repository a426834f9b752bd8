import path from "node:path/posix";
import type { Modules } from "../language.js";
import type { Call } from "../tree.js";
import { exportsOf } from "./exports.js";

/** How Python files refer to each other. Paths are absolute and `/`-separated. */
export const pythonModules: Modules = {
  exportsEverything: true,
  isOwn: (specifier) => specifier.startsWith("."),
  requiredModule,
  /**
   * An absolute name is looked up below every directory above the importing file, and below a `src` directory there: which of them is on
   * `sys.path` is not written in the code. The roots do not matter then: a candidate outside them is no file of the run.
   */
  candidates(fromPath, specifier) {
    const { dots, names } = parse(specifier);
    const folder = path.dirname(fromPath);
    if (dots > 0) return filesOf(path.join(folder, ...Array<string>(dots - 1).fill("..")), names);
    return foldersAbove(folder).flatMap((above) => [
      ...filesOf(above, names),
      ...filesOf(path.join(above, "src"), names),
    ]);
  },
  exportsOf,
  specifierFor,
};

const DYNAMIC = new Set(["importlib.import_module", "import_module", "__import__"]);

function requiredModule({ callee, args }: Call): string | undefined {
  const name =
    callee.kind === "Name"
      ? callee.name
      : callee.kind === "Member" && callee.object.kind === "Name"
        ? `${callee.object.name}.${callee.property}`
        : "";
  const module = args[0]?.value;
  return DYNAMIC.has(name) && module?.kind === "StringLiteral" ? module.value : undefined;
}

function specifierFor(fromPath: string, toPath: string, sibling?: string): string {
  const folder = path.dirname(fromPath);
  const root = sibling?.startsWith(".") ? undefined : rootOf(folder, sibling);
  const target = toPath.replace(/(?:\/__init__)?\.py$/, "");
  const inside = root === undefined ? undefined : path.relative(root, target);
  if (inside !== undefined && inside !== "" && !inside.startsWith("..")) return inside.replaceAll("/", ".");
  const steps = path
    .relative(folder, target)
    .split("/")
    .filter((step) => step !== "");
  const ups = steps.filter((step) => step === "..").length;
  return ".".repeat(ups + 1) + steps.slice(ups).join(".");
}

/**
 * Where absolute names begin: above the folder that `sibling` (an absolute module name of the same project) begins with. A file that
 * imports nothing of its project is most likely run as a script: its own folder.
 */
function rootOf(folder: string, sibling: string | undefined): string {
  const first = sibling?.split(".")[0];
  const above = foldersAbove(folder).find((each) => path.basename(each) === first);
  return above === undefined ? folder : path.dirname(above);
}

function parse(specifier: string): { dots: number; names: readonly string[] } {
  const dots = /^\.*/.exec(specifier)![0].length;
  return {
    dots,
    names: specifier
      .slice(dots)
      .split(".")
      .filter((name) => name !== ""),
  };
}

/** A module is a file or a package. */
function filesOf(folder: string, names: readonly string[]): string[] {
  const base = path.join(folder, ...names);
  const asPackage = path.join(base, "__init__.py");
  return names.length === 0 ? [asPackage] : [`${base}.py`, asPackage];
}

function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}
