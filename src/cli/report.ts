import type { Command } from "commander";
import { collect } from "./listening.js";
import type { MergeOptions } from "./merge.js";
import { openTerminal } from "./terminal.js";

const EXAMPLES = `
Examples:
  migrate-agents report merge part-*.json --report all.html     the shards of one run
  migrate-agents report merge part-*.json --check               the same as one verdict for CI
  migrate-agents report merge web=web.json api=api.json         repositories, each in a folder of its own`;

/** Adds `migrate-agents report merge` to the program. */
export function registerReport(program: Command, onExit: (code: number) => void): void {
  const report = program
    .command("report")
    .description("work on JSON reports of earlier runs")
    .helpOption("-h, --help", "print this help");
  report
    .command("merge")
    .description("put the JSON reports of several runs together, and print them as any kind of report")
    .argument("<files...>", "JSON reports; folder=file puts the paths of one into a folder")
    .option(
      "--report <file>",
      "write a report: .html, .json, .sarif, .md, handoff.md, or `github` (repeatable); unless given, JSON is printed",
      collect,
    )
    .option("--check", "exit with 1 while there are classic calls")
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], _: unknown, command: Command) => {
      // Options before the command's name belong to the program, where some have the same names.
      const options = command.optsWithGlobals<MergeOptions>();
      const { mergeCommand } = await import("./merge.js");
      onExit(await mergeCommand(files, options, openTerminal(options.color)));
    });
}
