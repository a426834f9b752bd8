import path from "node:path";
import type { PlanOptions } from "../../transforms/plan.js";
import { slashed } from "../discover/paths.js";
import { unfit } from "../discover/prefilter.js";
import { isFailure } from "../pipeline/refusal.js";
import { migrateText } from "../pipeline/planning.js";
import type { Tools } from "../pipeline/run.js";
import { messages, Stop } from "./messages.js";
import type { Invocation } from "./migrate.js";
import { diffOf, showSummary, reportOf, sitesOf, writeReports } from "./output.js";

/**
 * `--stdin-filename`: one file from standard input, its migrated text on standard output. A text that cannot be migrated comes out as
 * it went in, so that an editor may always take the result.
 */
export async function migrateStdin(
  name: string,
  plan: PlanOptions,
  reports: readonly string[],
  invocation: Invocation,
  tools: Tools,
): Promise<number> {
  const { options, terminal } = invocation;
  if (invocation.paths.length > 0) throw new Stop(messages.stdinWithPaths());
  if (tools.languages.languageOfPath(name) === undefined) throw new Stop(messages.unknownLanguage({ path: name }));
  const cwd = slashed(process.cwd());
  const file = slashed(path.resolve(name));
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const input = Buffer.concat(chunks);
  const reason = unfit(input, file);
  const run = await migrateText(file, reason ? Buffer.of() : input, plan, tools);
  const change = run.changes.find(({ source }) => source.path === file);
  const settled = reason ? { ...run, skips: [{ path: file, reason }] } : run;

  if (options.check) terminal.out(sitesOf(run, cwd));
  else if (options.dryRun) terminal.out(await diffOf(run, cwd, terminal.outColors));
  else terminal.out(change?.bytes ?? input);
  const context = { mode: "stdin", target: plan.target, cwd } as const;
  const areWritten = reports.length === 0 || (await writeReports(reports, await reportOf(settled, context), terminal));
  if (!options.quiet) {
    const isTargetGiven = options.target !== undefined;
    await showSummary(settled, { ...context, next: [], verbose: options.verbose ?? false, isTargetGiven }, terminal);
  }
  if (!areWritten || run.refusals.some((refusal) => isFailure(refusal.reason))) return 2;
  return options.check && run.operations.length > 0 ? 1 : 0;
}
