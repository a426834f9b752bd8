import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { StandIns } from "./typecheck.js";

export const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** Files by their path below the case's root, with `/`. A single-file case holds one file, "input.ts". */
export type Files = ReadonlyMap<string, string>;

/** One fixture in one language. */
export interface Case {
  /** "guide/complete-openai (ts)" */
  readonly name: string;
  /** First folder: the rule, "guide", "projects", "negative" or "manual". */
  readonly group: string;
  /** Where options.json and findings.json are. */
  readonly folder: string;
  /** Folder that the paths of `input` start at; those of `expected` start at its sibling. */
  readonly inputRoot: string;
  readonly expectedRoot: string;
  /** What the name of an expected file begins with: "expected", or "expected.openai" for that target. */
  readonly expectedName: string;
  readonly input: Files;
  /** Undefined where nothing may change. */
  readonly expected: Files | undefined;
  readonly options: CaseOptions;
  readonly findings: readonly ExpectedFinding[];
}

/** options.json */
export interface CaseOptions {
  /** Options of the run: `{ "keepShape": true }`. */
  readonly plan?: Readonly<Record<string, unknown>>;
  /** What the package.json beside the input declares: `{ "openai": "^4.104.0" }`. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What else it says, for fixtures whose exports only an application or only a library has: `{ "main": "index.js" }`. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Where the run starts, below the input, for fixtures of dependencies; the whole input unless given. */
  readonly paths?: readonly string[];
  /** Parts of the warnings about dependencies that the run must give. */
  readonly problems?: readonly string[];
  /** What the input is written for where that is not the installed package: `{ "openai": "openai-4" }`. */
  readonly inputPackages?: StandIns;
  /** The Python code reads members of unions without asking which one it has (see scripts/lib/pyright.mjs). */
  readonly untypedReads?: true;
}

/** An entry of findings.json: one finding that the run must give. What is left out does not matter. */
export interface ExpectedFinding {
  /** "input.py", or the path below `input/`. Left out: for every language of the situation. */
  readonly file?: string;
  /** Of a run for this target only; left out: of the run that options.json describes. */
  readonly target?: "openai";
  readonly line?: number;
  readonly severity?: "error" | "warning" | "note";
  readonly rule?: string;
  /** A part of the message or of the help, in any casing. */
  readonly contains: string;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|py|ipynb)$/;

/** Every case below `fixtures/`, in order of their names. */
export function allCases(): Case[] {
  return readdirSync(FIXTURES).flatMap((group) =>
    readdirSync(path.join(FIXTURES, group)).flatMap((situation) => casesOf(group, situation)),
  );
}

function casesOf(group: string, situation: string): Case[] {
  const folder = path.join(FIXTURES, group, situation);
  const options = readJson<CaseOptions>(path.join(folder, "options.json")) ?? {};
  const findings = readJson<ExpectedFinding[]>(path.join(folder, "findings.json")) ?? [];
  const common = { group, folder };
  const name = `${group}/${situation}`;
  const found: Case[] = [];

  for (const entry of readdirSync(folder).sort()) {
    const extension = /^input(\.\w+)$/.exec(entry)?.[1];
    if (extension === undefined) continue;
    for (const { suffix, ...ofTarget } of targetsOf(options, findings)) {
      const expected = path.join(folder, `expected${suffix}${extension}`);
      if (suffix !== "" && !existsSync(expected)) continue;
      found.push({
        ...common,
        ...ofTarget,
        name: `${name} (${extension.slice(1)}${suffix.replace(".", ", ")})`,
        inputRoot: folder,
        expectedRoot: folder,
        expectedName: `expected${suffix}`,
        input: new Map([[entry, readFileSync(path.join(folder, entry), "utf8")]]),
        expected: existsSync(expected) ? new Map([[entry, readFileSync(expected, "utf8")]]) : undefined,
        findings: ofTarget.findings.filter(({ file }) => file === undefined || file === entry),
      });
    }
  }
  if (existsSync(path.join(folder, "input"))) {
    for (const { suffix, ...ofTarget } of targetsOf(options, findings)) {
      const expectedRoot = path.join(folder, `expected${suffix}`);
      if (suffix !== "" && !existsSync(expectedRoot)) continue;
      found.push({
        ...common,
        ...ofTarget,
        name: `${name}${suffix && ` (${suffix.slice(1)})`}`,
        inputRoot: path.join(folder, "input"),
        expectedRoot,
        expectedName: "expected",
        input: readFolder(path.join(folder, "input")),
        expected: existsSync(expectedRoot) ? readFolder(expectedRoot) : undefined,
      });
    }
  }
  if (found.length === 0) throw new Error(`${folder} has neither input.* nor input/`);
  return found;
}

/** The runs of a situation: as options.json says, and, where there is an `expected.openai…`, for plain OpenAI. */
function targetsOf(options: CaseOptions, findings: readonly ExpectedFinding[]) {
  return [
    { suffix: "", options, findings: findings.filter(({ target }) => target === undefined) },
    {
      suffix: ".openai",
      options: { ...options, plan: { ...options.plan, target: "openai" } },
      findings: findings.filter(({ target }) => target === "openai"),
    },
  ];
}

/** Where a file of a case is (or would be) on disk. */
export function inputPath(fixture: Case, file: string): string {
  return path.join(fixture.inputRoot, file);
}

export function expectedPath(fixture: Case, file: string): string {
  return path.join(fixture.expectedRoot, file.replace(/^input(\.\w+)$/, `${fixture.expectedName}$1`));
}

function readFolder(root: string): Files {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => SOURCE.test(file));
  return new Map(
    files.sort().map((file) => [file.split(path.sep).join("/"), readFileSync(path.join(root, file), "utf8")]),
  );
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}
