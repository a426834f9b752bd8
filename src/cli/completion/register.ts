import { Argument, type Command } from "commander";

const SHELLS = ["bash", "zsh", "fish"] as const;

const EXAMPLES = `
Examples:
  eval "$(migrate-agents completion bash)"           in ~/.bashrc
  source <(migrate-agents completion zsh)            in ~/.zshrc, below compinit
  migrate-agents completion fish > ~/.config/fish/completions/migrate-agents.fish`;

/** Adds `migrate-agents completion` to the program. */
export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .description("print a script that completes commands, options and their values in your shell")
    .addArgument(new Argument("<shell>", "your shell").choices(SHELLS))
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { completedCommands } = await import("./model.js");
      const commands = completedCommands(program);
      const { bashScript } = await import("./bash.js");
      const { fishScript } = await import("./fish.js");
      const { zshScript } = await import("./zsh.js");
      process.stdout.write({ bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands));
    });
}
