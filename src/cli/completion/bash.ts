import type { CompletedCommand, Values } from "./model.js";

/** A script for bash 3.2 and later. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, values: own }) =>
      own === undefined
        ? []
        : [`    ${names.map((name) => quoted(`${path} ${name}`)).join("|")}) ${replies(own)}; return ;;`],
    ),
  );
  const options = commands.map(
    ({ path, options: own }) => `      ${quoted(path)}) ${words(own.flatMap(({ names }) => names))} ;;`,
  );
  const args = commands.map(
    ({ path, commands: below, args: own }) =>
      `      ${quoted(path)}) ${[below.length > 0 ? words(below.map(({ name }) => name)) : "", own ? replies(own) : ""].filter(Boolean).join("; ") || ":"} ;;`,
  );
  return `# Completion of migrate-agents for bash. In ~/.bashrc: eval "$(migrate-agents completion bash)"
_migrate_agents() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} cmd= i
  if [[ $cur == '=' ]]; then cur=; fi
  if [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${cmd:+$cmd }\${COMP_WORDS[i]}" in
      ${paths.join("|")}) cmd="\${cmd:+$cmd }\${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$cmd $prev" in
${values.join("\n")}
  esac
  if [[ $cur == -* ]]; then
    case $cmd in
${options.join("\n")}
    esac
  else
    case $cmd in
${args.join("\n")}
    esac
  fi
}
complete -o filenames -F _migrate_agents migrate-agents
`;
}

function replies(values: Values): string {
  if (values === "files") return 'COMPREPLY+=($(compgen -f -- "$cur"))';
  return values === "anything" ? ":" : words(values);
}

function words(list: readonly string[]): string {
  return `COMPREPLY+=($(compgen -W $'${list.join("\\n")}' -- "$cur"))`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
