import type { CompletedCommand, CompletedOption, Values } from "./model.js";

/** A script for zsh, to be sourced or put into a folder of `fpath`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => `'${path}'`);
  return `#compdef migrate-agents
# Completion of migrate-agents for zsh. In ~/.zshrc, below compinit: source <(migrate-agents completion zsh)
_migrate_agents() {
  local cmd= word
  local -i at=2
  while (( at < CURRENT )); do
    word="\${cmd:+$cmd }\${words[at]}"
    case $word in
      ${paths.join("|")})
        cmd=$word
        words=(migrate-agents "\${(@)words[at+1,-1]}")
        (( CURRENT -= at - 1 ))
        at=2 ;;
      *) (( at++ )) ;;
    esac
  done
  local -a below
  case $cmd in
${commands.map(caseOf).join("\n")}
  esac
}
_migrate_agents_command() {
  _describe command below
}
_migrate_agents_first() {
  _alternative 'commands:command:_migrate_agents_command' 'files:file:_files'
}
if [[ $funcstack[1] == _migrate_agents ]]; then
  _migrate_agents "$@"
else
  compdef _migrate_agents migrate-agents
fi
`;
}

function caseOf({ path, options, commands, args }: CompletedCommand): string {
  const below = commands.map(({ name, what }) => shellQuoted(`${name}:${plain(what)}`));
  const specs = options.flatMap(specsOf);
  if (commands.length > 0)
    specs.push(args === "files" ? "'1: :_migrate_agents_first'" : "'1: :_migrate_agents_command'");
  if (args !== undefined) specs.push(shellQuoted(`*:value:${action(args)}`));
  return `    '${path}')
      below=(${below.join(" ")})
      _arguments -s -S \\
        ${specs.join(" \\\n        ")} ;;`;
}

function specsOf({ names, what, values }: CompletedOption): string[] {
  const described = `[${plain(what)}]${values === undefined ? "" : `:value:${action(values)}`}`;
  // Options may be given several times: which ones count more than once, the program knows.
  return names.map((name) => shellQuoted(`*${name}${described}`));
}

function action(values: Values): string {
  if (values === "files") return "_files";
  return values === "anything" ? " " : `(${values.join(" ")})`;
}

/** Brackets and colons would end a description. */
function plain(text: string): string {
  return text.replace(/[[\]]/g, "").replaceAll(":", "\\:");
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
