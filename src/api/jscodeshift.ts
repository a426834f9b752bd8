import { anyOf } from "../discover/prefilter.js";
import { slashed } from "../discover/paths.js";
import { languageOfPath } from "../languages/registry.js";
import { because } from "../pipeline/refusal.js";
import { migrateText } from "../pipeline/planning.js";
import { positionsOf } from "../report/position.js";
import { planOptions } from "./options.js";
import { rulesAndLanguages } from "./tools.js";
import type { MigrateOptions } from "./types.js";

/** A file, and what the command line of jscodeshift says. */
export interface Asked {
  /** Only this rule; all unless given. */
  readonly rule?: string;
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Transformed {
  /** Undefined where nothing changes. */
  readonly text?: string;
  /** Findings, each with its place. */
  readonly reports: readonly string[];
  /** What became of each call site. */
  readonly outcomes: readonly string[];
}

/**
 * The body of the transforms in transforms/jscodeshift: one file at a time, as jscodeshift gives them. What a file shares with others
 * is out of sight, so that calls on clients of other files are left and reported. Manifests above the file tell the SDK's version.
 * @throws RangeError for options that are not known
 */
export async function transform({ rule, path: file, source, options }: Asked): Promise<Transformed> {
  const plan = planOptions({ ...optionsOf(options), ...(rule !== undefined && { only: [rule] }) });
  const tools = rulesAndLanguages();
  const bytes = Buffer.from(source, "utf8");
  if (languageOfPath(file) === undefined || !anyOf(tools.search.needles).test(bytes.toString("latin1")))
    return { reports: [], outcomes: [] };
  const run = await migrateText(slashed(file), bytes, plan, tools);

  const positions = positionsOf((name) => run.sources.get(name)?.text);
  const told = run.findings.filter(({ severity }) => severity !== "note");
  const change = run.changes[0];
  return {
    ...(change && { text: change.bytes.toString("utf8") }),
    reports: [
      ...told.map(({ file: name, range, rule: id, message }) => {
        const { line, column } = positions(name).at(range.start);
        return `${line}:${column} ${id} ${message}`;
      }),
      ...run.refusals.map((refusal) => `left as it was: ${because(refusal, refusal.file)}`),
    ],
    outcomes: run.operations.map(({ outcome }) => outcome),
  };
}

/** jscodeshift hands on what stands on its command line: `--only=threads,runs --keepShape=true`. */
function optionsOf(given: Readonly<Record<string, unknown>>): MigrateOptions {
  const list = (value: unknown): string[] | undefined =>
    typeof value === "string" ? value.split(",").map((name) => name.trim()) : undefined;
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  return {
    target: text(given.target) as MigrateOptions["target"],
    leftovers: text(given.leftovers) as MigrateOptions["leftovers"],
    only: list(given.only),
    skip: list(given.skip),
    keepShape: given.keepShape === true,
    keepNames: given.keepNames === true,
  };
}
