import { dialectsOf } from "../dialects/index.js";
import type { DialectOperation } from "../dialects/types.js";
import { classicOperation } from "../protocol/classic.js";
import type { Call } from "../languages/tree.js";
import { bare, walk } from "../languages/walk.js";
import type { Program } from "./program.js";

/** What stands on one side of the major version in which path parameters got names, and what on the other. */
const BEFORE = 4;
const SINCE = 5;

const known = new WeakMap<Program, Map<string, number | undefined>>();

/**
 * Major version of a package that its calls in the same project are spelled for, where no manifest says it: methods which only some
 * versions have, and arguments whose order a literal shows. Undefined where none tells, or calls contradict each other.
 */
export function spelledMajor(program: Program, file: string, packageName: string): number | undefined {
  const projects = known.get(program) ?? new Map<string, number | undefined>();
  known.set(program, projects);
  const project = projectOf(program, file);
  const key = `${project} ${packageName}`;
  if (!projects.has(key)) projects.set(key, tell(program, project, packageName));
  return projects.get(key);
}

/** The folder of the nearest manifest above a file. */
function projectOf({ manifests }: Program, file: string): string {
  const folders = manifests
    .filter(({ path }) => path.endsWith("/package.json"))
    .map(({ path }) => path.slice(0, -"package.json".length));
  return folders.filter((folder) => file.startsWith(folder)).sort((a, b) => b.length - a.length)[0] ?? "";
}

function tell(program: Program, project: string, packageName: string): number | undefined {
  const operations = dialectsOf("javascript")
    .filter(({ packages }) => packages.includes(packageName))
    .flatMap((dialect) => dialect.operations)
    .filter(({ path }) => path.startsWith(`${ROOT}.`));
  const bySpelling = new Map(operations.map((operation) => [operation.path, operation]));
  const told = new Set<number>();
  for (const { tree } of program.files) {
    if (tree.language !== "javascript" || projectOf(program, tree.path) !== project) continue;
    for (const node of walk(tree.root)) {
      const operation = node.kind === "Call" ? bySpelling.get(spelling(node)) : undefined;
      const major = operation && majorOf(operation, node as Call);
      if (major !== undefined) told.add(major);
    }
  }
  return told.size === 1 ? [...told][0] : undefined;
}

/** The member that all classic operations hang on. Nothing else is spelled so. */
const ROOT = "beta";

/** The path of a call below `beta`, with it. */
function spelling({ callee }: Call): string {
  const path: string[] = [];
  for (let at = callee; at.kind === "Member"; at = bare(at.object)) {
    path.unshift(at.property);
    if (at.property === ROOT) return path.join(".");
  }
  return "";
}

function majorOf({ layouts, operation, since, until }: DialectOperation, { args }: Call): number | undefined {
  if (until?.startsWith(String(BEFORE))) return BEFORE;
  if (since?.startsWith(String(SINCE))) return SINCE;
  if (layouts.length < 2 || args.some(({ form }) => form !== "positional")) return undefined;
  const [, second, third] = args.map(({ value }) => value);
  if (second?.kind === "ObjectLiteral") return SINCE;
  if (second?.kind === "StringLiteral" || second?.kind === "TemplateString") return BEFORE;
  const fields = classicOperation(operation)?.body ?? {};
  return third?.kind === "ObjectLiteral" && third.entries.some(({ key }) => key !== undefined && key in fields)
    ? BEFORE
    : undefined;
}
