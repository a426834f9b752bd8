import type { Command } from "commander";
import { messages } from "../messages.js";
import { relativeTo, slashed } from "../../discover/paths.js";
import { openTerminal, say } from "../terminal.js";
import { configAbove, loadConfig } from "./load.js";
import { configKeys } from "./keys.js";

/** Options of a command that reads a configuration. */
interface Configurable {
  readonly config?: string | false;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/**
 * The options and paths of a command line, completed by the configuration: what was typed wins, a list as a whole.
 * @param without keys that do not count for this command
 * @throws Stop for a configuration that cannot be used
 */
export async function withConfig<O extends Configurable>(
  command: Command,
  paths: readonly string[],
  without: readonly string[] = [],
): Promise<{ readonly options: O; readonly paths: readonly string[] }> {
  const typed = command.optsWithGlobals<O>();
  const cwd = process.cwd();
  const loaded = await loadConfig(cwd, typed.config);
  if (!loaded) {
    const above = typed.config === undefined && !typed.quiet ? configAbove(cwd) : undefined;
    if (above !== undefined)
      say(openTerminal(typed.color), messages.configAbove({ file: relativeTo(slashed(cwd), slashed(above)) }));
    return { options: typed, paths };
  }
  const { config } = loaded;
  const counts = (key: string): boolean =>
    !without.includes(key) && !["cli", "env"].includes(command.getOptionValueSourceWithGlobals(key) ?? "");
  const own = Object.fromEntries(Object.entries(config).filter(([key]) => counts(key) && key in configKeys));
  return { options: { ...typed, ...own }, paths: paths.length > 0 ? paths : (config.paths ?? []) };
}
