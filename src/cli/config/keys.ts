import type { Config } from "../../api/types.js";

/** What a value may be. */
export type Kind =
  | { readonly kind: "flag" }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | { readonly kind: "list"; readonly of: "path" | "glob" | "rule" | "report" };

/** Everything that a configuration file may say: the options of the command line of the same names, in their order. */
export const configKeys: Readonly<Record<keyof Config, Kind & { readonly what: string }>> = {
  paths: { kind: "list", of: "path", what: "Files and folders to migrate where none are given." },
  include: { kind: "list", of: "glob", what: "Only these files; spelled as in .gitignore." },
  exclude: { kind: "list", of: "glob", what: "Not these files." },
  gitignore: { kind: "flag", what: "Whether files that git ignores are left out; true unless given." },
  target: { kind: "choice", choices: ["foundry", "openai"], what: "Where the code goes; foundry unless given." },
  only: { kind: "list", of: "rule", what: "Rules to run, by id or name; all unless given." },
  skip: { kind: "list", of: "rule", what: "Rules to leave out." },
  keepShape: { kind: "flag", what: "Translate call by call; do not fold loops and helpers." },
  keepNames: { kind: "flag", what: "Do not rename local variables." },
  deps: { kind: "flag", what: "Whether package.json, requirements.txt and their like follow; true unless given." },
  leftovers: {
    kind: "choice",
    choices: ["shim", "todo", "leave"],
    what: "What happens to code that cannot be migrated: it runs through the shim (unless given), is marked, or left.",
  },
  format: {
    kind: "flag",
    what: "Whether the project's own Prettier or Biome lays out new code; true unless given.",
  },
  report: { kind: "list", of: "report", what: "Reports to write, as --report has them; not by scan." },
  quiet: { kind: "flag", what: "Print only results and errors." },
  verbose: { kind: "flag", what: "Print every finding and skipped file." },
};

/** The JSON schema of a configuration, `docs/config.schema.json`. */
export function configSchema(): string {
  const properties = Object.fromEntries(
    Object.entries(configKeys).map(([key, { what, ...kind }]) => [key, { description: what, ...schemaOf(kind) }]),
  );
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of migrate-agents",
    description: 'migrate-agents.config.json, or what stands under "migrate-agents" in package.json',
    type: "object",
    additionalProperties: false,
    properties: { $schema: { type: "string" }, ...properties },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function schemaOf(kind: Kind): object {
  if (kind.kind === "flag") return { type: "boolean" };
  if (kind.kind === "choice") return { enum: kind.choices };
  return { type: "array", items: { type: "string", minLength: 1 } };
}
