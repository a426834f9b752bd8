import type { CompletedCommand, Values } from "./model.js";

/** A script for fish 3 and later. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  const lines = commands.flatMap(({ path, options, commands: below, args }) => {
    const here = `complete -c migrate-agents -n ${quoted(`__migrate_agents_at ${quoted(path)}`)}`;
    return [
      ...(args === "files" ? [] : [`${here} -f`]),
      ...(Array.isArray(args) ? [`${here} -a ${quoted(args.join(" "))}`] : []),
      ...below.map(({ name, what }) => `${here} -a ${name} -d ${quoted(what)}`),
      ...options.map(({ names, what, values }) => `${here} ${flags(names)}${following(values)} -d ${quoted(what)}`),
    ];
  });
  return `# Completion of migrate-agents for fish. Once: migrate-agents completion fish > ~/.config/fish/completions/migrate-agents.fish
function __migrate_agents_at
    set -l cmd ''
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$cmd $word")
        if contains -- $next ${paths.join(" ")}
            set cmd $next
        end
    end
    test "$cmd" = "$argv[1]"
end
complete -c migrate-agents -e
${lines.join("\n")}
`;
}

function flags(names: readonly string[]): string {
  return names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(" ");
}

function following(values: Values | undefined): string {
  if (values === undefined) return "";
  if (values === "files") return " -r -F";
  return values === "anything" ? " -x" : ` -x -a ${quoted(values.join(" "))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
