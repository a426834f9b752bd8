import { Option, type Command } from "commander";
import { slashed } from "../discover/paths.js";
import type { Tools } from "../pipeline/run.js";
import { collect, shardOf } from "./listening.js";
import type { FileOptions, MigrateOptions } from "./migrate.js";
import { openTerminal, type Terminal } from "./terminal.js";

export interface ScanOptions extends FileOptions {
  readonly target?: MigrateOptions["target"];
  readonly check?: boolean;
  readonly format: "text" | "json" | "sarif";
  readonly report?: readonly string[];
  readonly verbose?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  migrate-agents scan                            everything below the current folder
  migrate-agents scan src --format json          the same as data (docs/report.schema.json)
  migrate-agents scan --report calls.sarif       also for code scanning
  migrate-agents scan --check                    exit with 1 while there are classic calls`;

/** Adds `migrate-agents scan` to the program. */
export function registerScan(
  program: Command,
  args: readonly string[],
  tools: Tools | undefined,
  onExit: (code: number) => void,
): void {
  program
    .command("scan")
    .description("inventory before anything is touched: calls, flows, dates, stored ids, effort")
    .argument("[paths...]", "files and folders to look through (default: the current folder)")
    .option("--check", "exit with 1 while there are classic calls")
    .addOption(new Option("--format <kind>", "what to print").choices(["text", "json", "sarif"]).default("text"))
    .option("--report <file>", "also write a report, as without scan (repeatable)", collect)
    .addOption(new Option("--target <service>", "where the code would go").choices(["foundry", "openai"]))
    .option("--include <glob>", "only these files (repeatable; spelled as in .gitignore)", collect)
    .option("--exclude <glob>", "not these files (repeatable)", collect)
    .option("--no-gitignore", "also files that git ignores")
    .option("--verbose", "print every row")
    .option("--since <ref>", "only files that changed since this commit, branch or tag of git")
    .option("--shard <i/n>", "only part i of n; the parts' reports can be merged", shardOf)
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .option("--config <file>", "read options from this file (docs/config.md)")
    .option("--no-config", "read no configuration")
    .action(async (given: string[], _: unknown, command: Command) => {
      const { withConfig } = await import("./config/apply.js");
      // Options before the command's name belong to the program, where some have the same names.
      const { options, paths } = await withConfig<ScanOptions>(command, given, ["report", "format"]);
      const { format } = command.opts<ScanOptions>();
      onExit(await scanCommand(paths, { ...options, format }, openTerminal(options.color), args, tools));
    });
}

/** Looks through and plans, prints what that shows, and changes nothing. Gives the exit code. */
export async function scanCommand(
  paths: readonly string[],
  options: ScanOptions,
  terminal: Terminal,
  args: readonly string[],
  given: Tools | undefined,
): Promise<number> {
  const { find, tellProblems } = await import("./migrate.js");
  const { rulesAndLanguages } = await import("../api/tools.js");
  const { checkReports, readPlanOptions } = await import("./options.js");
  const { reportOf, writeReports } = await import("./output.js");
  const { printerFor } = await import("../report/printers.js");
  const reports = checkReports(options.report);
  const plan = readPlanOptions({ target: options.target, gitignore: options.gitignore, color: options.color });
  const cwd = slashed(process.cwd());
  const run = await find({ paths, options, terminal }, plan, given ?? rulesAndLanguages());
  const { shard } = options;
  const report = await reportOf(run, { mode: "scan", target: plan.target, cwd, ...(shard && { shard }) });
  if (options.format === "text") {
    const { inventoryText } = await import("../report/inventoryText.js");
    const { outColors: colors, width } = terminal;
    terminal.out(inventoryText(report, { colors, width, verbose: options.verbose ?? false, now: new Date() }));
  } else {
    const print = await printerFor(`.${options.format}`)!();
    terminal.out(print(report));
  }
  const areWritten = await writeReports(reports, report, terminal);
  tellProblems(run, cwd, { paths, options: { ...options, quiet: options.format !== "text" }, terminal });
  if (options.format === "text" && run.operations.length > 0) {
    const files = args.filter((arg) => arg !== "scan" && paths.includes(arg)).join(" ");
    terminal.err(`\n${terminal.errColors.bold("Next")}  migrate-agents ${files === "" ? "." : files} --dry-run\n`);
  }
  if (!areWritten) return 2;
  return options.check && run.operations.length > 0 ? 1 : 0;
}
