import type { Argument, Command, Option } from "commander";
import { rules } from "../../../transforms/registry.js";

/** What may follow an option, or stand as an argument. */
export type Values = readonly string[] | "files" | "anything";

export interface CompletedOption {
  /** `--target`, `-i`. */
  readonly names: readonly string[];
  readonly what: string;
  /** undefined: it takes no value. */
  readonly values: Values | undefined;
}

/** A command as a shell needs to know it. */
export interface CompletedCommand {
  /** The words that lead to it; "" for the program itself. */
  readonly path: string;
  readonly what: string;
  readonly options: readonly CompletedOption[];
  /** Words of the commands below it. */
  readonly commands: readonly { readonly name: string; readonly what: string }[];
  readonly args: Values | undefined;
}

/** All commands of the program, itself first: the scripts are made of what the program knows about itself. */
export function completedCommands(program: Command): CompletedCommand[] {
  return commandsBelow(program, []);
}

function commandsBelow(command: Command, path: readonly string[]): CompletedCommand[] {
  const { commands, options, registeredArguments } = command;
  const help = { names: ["-h", "--help"], what: "print this help", values: undefined };
  const own: CompletedCommand = {
    path: path.join(" "),
    what: summaryOf(command),
    options: [...options.filter(({ hidden }) => !hidden).map(completedOption), help],
    commands: commands.map((sub) => ({ name: sub.name(), what: summaryOf(sub) })),
    args: registeredArguments[0] && argumentValues(registeredArguments[0]),
  };
  return [own, ...commands.flatMap((sub) => commandsBelow(sub, [...path, sub.name()]))];
}

function summaryOf(command: Command): string {
  return command.summary() || command.description();
}

function completedOption({ long, short, description, required, optional, argChoices, flags }: Option): CompletedOption {
  const names = [short, long].filter((name) => name !== undefined);
  return { names, what: description, values: required || optional ? (argChoices ?? namedValues(flags)) : undefined };
}

function argumentValues(argument: Argument): Values {
  return argument.argChoices ?? namedValues(argument.name());
}

/** What is meant by the name of a value: `<file>`, `[rule]`. */
function namedValues(name: string): Values {
  if (/rules?\b/.test(name)) return rules.flatMap((rule) => [rule.id, rule.name]);
  return /file|folder|path|glob|report/.test(name) ? "files" : "anything";
}
