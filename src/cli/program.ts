import { Command, CommanderError, Option } from "commander";
import { registerCompletion } from "./completion/register.js";
import { registerEmulator } from "./emulator.js";
import { collect, shardOf } from "./listening.js";
import { messages, Stop } from "./messages.js";
import type { MigrateOptions } from "./migrate.js";
import { registerProxy } from "./proxy.js";
import { registerReport } from "./report.js";
import { registerScan } from "./scan.js";
import type { ExplainOptions } from "./explain.js";
import { registerVerify } from "./verify/register.js";
import { openTerminal, say } from "./terminal.js";
import type { Tools } from "../pipeline/run.js";
import type { UndoOptions } from "./undo.js";
import { docsFolder } from "../report/ruleExamples.js";
import { version } from "../report/version.js";

const EXAMPLES = `
Examples:
  migrate-agents src --dry-run            show what would change, as a diff
  migrate-agents src                      rewrite in place; git must be clean there
  migrate-agents src -i                   accept or decline change by change
  migrate-agents undo                     take the last run back
  migrate-agents . --check                fail while classic calls remain (for CI)
  migrate-agents src --report out.json    write down every call site and what became of it
  migrate-agents scan                     what there is, what becomes of it, dates and effort; changes nothing
  migrate-agents explain MA501            what a rule does and why

Options that every run should have can stand in migrate-agents.config.json: docs/config.md.

Exit codes: 0 done or nothing to do; 1 --check found classic calls; 2 usage error, refused, or writing failed; 130 Ctrl-C in -i.`;

const EXPLAIN_EXAMPLES = `
Examples:
  migrate-agents explain                         all rules
  migrate-agents explain MA501                   one of them, by its id
  migrate-agents explain polling --language all  by its name, with an example in every language`;

const UNDO_EXAMPLES = `
Examples:
  migrate-agents undo           take the last run here back
  migrate-agents undo ../desk   that of another project
  migrate-agents undo --force   also where files were edited since; the edited versions are saved

Exit codes: 0 done, or there was nothing to undo; 2 files were edited since.`;

/**
 * Runs the command line and gives the exit code. Commands are loaded when they are needed, so that `--version` loads no parser.
 * @param tools stands in for the rules in tests
 */
export async function run(args: readonly string[], tools?: Tools): Promise<number> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  let exit = 0;
  const terminal = openTerminal(!args.includes("--no-color"));
  const program = build(args, tools, (code) => (exit = code));
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      say(terminal, messages.usage({ detail: error.message.replace(/^error: /, "").replace("\n", " ") }));
      return 2;
    }
    const shown = error instanceof Stop ? error.shown : messages.internal({ detail: describe(error) });
    say(terminal, shown);
    if (!(error instanceof Stop) && args.includes("--verbose")) terminal.err(`${(error as Error).stack}\n`);
    return shown.exit;
  }
}

function build(args: readonly string[], tools: Tools | undefined, onExit: (code: number) => void): Command {
  const program = new Command("migrate-agents")
    .description(
      "Moves code from the classic agent APIs (OpenAI and Azure OpenAI Assistants, classic Foundry agents) to agent versions, conversations and responses.",
    )
    .argument("[paths...]", "files and folders to migrate (default: the current folder)")
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ outputError: () => undefined })
    .optionsGroup("What to do:")
    .option("--dry-run", "write nothing; print a diff that `git apply` accepts")
    .addOption(
      new Option(
        "-i, --interactive",
        "ask about every change, with its reasons, and write what was accepted",
      ).conflicts(["check", "stdinFilename"]),
    )
    .option("--check", "write nothing; list the classic calls, exit with 1 while there are any")
    .option("--stdin-filename <file>", "read standard input as this file, print the result")
    .option("--force", "write although git is not clean, or there is no git")
    .optionsGroup("Which files:")
    .option("--include <glob>", "only these files (repeatable; spelled as in .gitignore)", collect)
    .option("--exclude <glob>", "not these files (repeatable)", collect)
    .option("--no-gitignore", "also files that git ignores")
    .addOption(
      new Option("--since <ref>", "only files that changed since this commit, branch or tag of git").conflicts(
        "stdinFilename",
      ),
    )
    .addOption(
      new Option("--shard <i/n>", "only part i of n, for several machines; no flow is cut")
        .argParser(shardOf)
        .conflicts("stdinFilename"),
    )
    .optionsGroup("How:")
    .addOption(
      new Option("--target <service>", "where the code goes; foundry unless given").choices(["foundry", "openai"]),
    )
    .option("--only <rules>", "run only these rules (ids or names, comma-separated)", collectNames)
    .option("--skip <rules>", "leave these rules out", collectNames)
    .addOption(
      new Option("--transform <file>", "run this transform of jscodeshift before the rules (repeatable)")
        .argParser(collect)
        .conflicts(["interactive", "stdinFilename"]),
    )
    .option("--keep-shape", "translate call by call; do not fold loops and helpers")
    .option("--keep-names", "do not rename local variables")
    .option("--no-format", "do not let the project's own Prettier or Biome lay out new code")
    .option("--no-deps", "leave package.json, requirements.txt and their like alone")
    .addOption(
      new Option(
        "--leftovers <way>",
        "what happens to code that cannot be migrated: it runs through the shim (unless given), is marked, or left",
      ).choices(["shim", "todo", "leave"]),
    )
    .optionsGroup("Output:")
    .option(
      "--report <file>",
      "write a report: .html, .json, .sarif, .md, handoff.md, or `github` (repeatable)",
      collect,
    )
    .option("--quiet", "print only results and errors")
    .option("--verbose", "print every finding and skipped file")
    .option("--no-color", "print without colours")
    .option("--config <file>", "read options from this file (docs/config.md)")
    .option("--no-config", "read no configuration")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", () => `${EXAMPLES}\nPages that are named docs/… are in ${docsFolder()}.`)
    .action(async (given: string[], _: unknown, command: Command) => {
      const { withConfig } = await import("./config/apply.js");
      const { options, paths } = await withConfig<MigrateOptions>(command, given);
      const { migrateCommand } = await import("./migrate.js");
      onExit(await migrateCommand({ args, paths, options, terminal: openTerminal(options.color) }, tools));
    });
  registerScan(program, args, tools, onExit);
  registerReport(program, onExit);
  program
    .command("explain")
    .description("what a rule does, why, how to do it by hand, and code before and after")
    .argument("[rule]", "its id or name; without one all rules are listed")
    .option("--language <name>", "examples in this language only; `all` for every one")
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXPLAIN_EXAMPLES)
    .action(async (rule: string | undefined, options: ExplainOptions) => {
      const { explainCommand } = await import("./explain.js");
      onExit(explainCommand(rule, options, openTerminal(options.color)));
    });
  program
    .command("undo")
    .description("take the last run back: every file gets exactly the bytes it had")
    .argument("[folder]", "the project", ".")
    .option("--force", "also files that were edited since; the edited versions are saved")
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", UNDO_EXAMPLES)
    .action(async (folder: string, options: UndoOptions) => {
      const { undoCommand } = await import("./undo.js");
      onExit(undoCommand(folder, options, openTerminal(options.color)));
    });
  registerProxy(program);
  registerEmulator(program);
  registerVerify(program, onExit);
  registerCompletion(program);
  return program;
}

function collectNames(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(",").map((name) => name.trim())];
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
