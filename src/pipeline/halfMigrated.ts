import type { Finding, OperationOutcome } from "../../transforms/finding.js";
import { IgnoreComments } from "../../transforms/leftovers/ignoreComments.js";
import type { RuleMeta } from "../../transforms/meta.js";
import { halfMigrated, promptObjects } from "../../transforms/registry.js";
import { Program, type ProgramInput } from "../analysis/program.js";
import { Values } from "../analysis/values.js";
import { CurrentThings } from "../verify/currentThings.js";
import { findMisused, type Misused } from "../verify/misused.js";
import { mixedIn, type Mixed } from "../verify/mixed.js";
import { PROMPTS_END } from "../protocol/current.js";
import type { LoadedProgram } from "./program.js";

/** What every file that calls the current API holds. */
const CURRENT = /\.(?:conversations|responses)\b|agent_reference|create_version|createVersion/;

/** Whether some file of a program may call the current API already. */
export function isHalfMigrated({ files }: LoadedProgram): boolean {
  return [...files.values()].some(({ source }) => CURRENT.test(source.text));
}

type Told = Pick<Finding, "severity" | "message" | "help"> & { readonly rule?: string };

const TELL: Readonly<Record<Misused["kind"], (names: readonly string[]) => Told>> = {
  onProject: ([name]) => ({
    severity: "error",
    message: `The project client has no \`${name!}\`.`,
    help: "Take the OpenAI client from it once (`get_openai_client()`, `getOpenAIClient()`) and ask that for conversations and responses.",
  }),
  onOpenAI: ([name]) => ({
    severity: "error",
    message: `The OpenAI client has no \`${name!}\`: versions of agents are with the project client.`,
    help: "Call it on the `AIProjectClient` that gave this client.",
  }),
  agentKey: () => ({
    severity: "error",
    message: "The service refuses the key `agent` (\"The 'agent' property is deprecated.\").",
    help: "Write `agent_reference` in its place; what stands under it stays.",
  }),
  agentId: () => ({
    severity: "error",
    message: "An agent is referred to by its name, and the id of a version is `name:version`.",
    help: "Pass `agent.name`, and `agent.version` as `version`.",
  }),
  refused: (names) => ({
    severity: "error",
    message: `Next to an agent the service refuses ${names.map((name) => `\`${name}\``).join(", ")}: its definition decides.`,
    help: "Put it into the definition of the agent, or send the whole definition without a reference: `migrate-agents explain MA506`.",
  }),
  noModel: () => ({
    severity: "error",
    message: "A response needs an agent or a model, and this one names neither.",
    help: "Pass an `agent_reference`, or the name of a deployment as `model`.",
  }),
  prompt: () => ({
    rule: promptObjects.id,
    severity: "error",
    message: `Prompt objects end on ${PROMPTS_END}: from then on the service does not know this one.`,
    help: "Copy what it holds into the code, and send it as `model`, `instructions`, `tools` and `text` of this request in the place of `prompt`; variables go into the text: `migrate-agents explain MA907`.",
  }),
};

const TOLD_MIXED: Readonly<Record<Mixed["kind"], Pick<Told, "severity" | "help">>> = {
  object: { severity: "error", help: "Migrate both sides, or neither: each API knows its own objects only." },
  id: { severity: "error", help: "Migrate both sides, or neither: each API knows its own ids only." },
  read: { severity: "error", help: "Read it under its new name: docs/mapping.md has them all." },
  status: {
    severity: "warning",
    help: "A response that asks for functions is `completed`, with items of type `function_call` in its output: `migrate-agents explain MA504`.",
  },
};

/**
 * Tells where code that calls the current API already does so in a way that cannot work: what people and assistants leave behind who
 * migrate by hand. Where the run itself puts the classic side right there is nothing to tell.
 */
export function reportHalfMigrated(
  input: ProgramInput,
  operations: readonly OperationOutcome[],
  isOff: (rule: RuleMeta) => boolean,
): readonly Finding[] {
  const off = new Set([halfMigrated, promptObjects].filter(isOff).map(({ id }) => id));
  if (off.size === 2) return [];
  const program = new Program(input);
  const values = new Values(program);
  const things = new CurrentThings(program, values);
  const outcomes = new Map(operations.map((one) => [placeOf(one.file, one.range.start), one.outcome]));
  const findings = [
    ...findMisused(program, values, things).map(({ kind, names, ...place }) => ({ ...place, ...TELL[kind](names) })),
    ...mixedIn(program, values, things)
      .filter((mixed) => !isSettled(mixed, outcomes))
      .map(({ file, range, kind, message }) => ({ file, range, message: sentence(message), ...TOLD_MIXED[kind] })),
  ];
  const told = findings.map((finding) => ({ rule: halfMigrated.id, ...finding })).filter(({ rule }) => !off.has(rule));
  return new IgnoreComments(program).unsilenced(told);
}

/** What is migrated is of the current API afterwards, and what runs through the shim understands ids of both. */
function isSettled({ classic, kind }: Mixed, outcomes: ReadonlyMap<string, OperationOutcome["outcome"]>): boolean {
  if (!classic) return false;
  const outcome = outcomes.get(placeOf(classic.call.tree.path, classic.call.start));
  return outcome === "migrated" || (outcome === "shimmed" && kind === "id");
}

function placeOf(file: string, start: number): string {
  return `${file}:${start}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
