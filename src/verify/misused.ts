import type { Program } from "../analysis/program.js";
import type { Values } from "../analysis/values.js";
import { targetDialect, targetDialects } from "../dialects/targets.js";
import type { Call, Entry, Expression, Member, Node, ObjectLiteral, Span } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import { refusedWithAgent } from "../protocol/current.js";
import { PROJECT_OPENAI, type CurrentThings } from "./currentThings.js";

/** A place where the current API is called in a way that it refuses, or that no client has. */
export interface Misused {
  readonly file: string;
  readonly range: Span;
  /**
   * - onProject: conversations or responses are asked of the project client;
   * - onOpenAI: agents are asked of the OpenAI client;
   * - agentKey: the reference stands under `agent`, which the service refuses;
   * - agentId: the reference is given the id of an agent's version for its name;
   * - refused: fields stand next to a reference that the agent's definition decides;
   * - noModel: a response is asked for with neither a model nor an agent;
   * - prompt: the request names a prompt object, of which the service keeps none any more.
   */
  readonly kind: "onProject" | "onOpenAI" | "agentKey" | "agentId" | "refused" | "noModel" | "prompt";
  /** What is called, or the fields: names as they stand there. */
  readonly names: readonly string[];
}

const KEY = "agent_reference";
/** How the reference was called in early samples. */
const OLD_KEY = "agent";

/** What a client of the current API has at its top, by its face; what both have tells nothing. */
const MEMBERS = { openai: new Set(["conversations", "responses"]), project: new Set(["agents"]) } as const;

/** Methods of a project client's `agents`: the OpenAI client has none of that name. */
const AGENT_METHODS = new Set(
  targetDialects.flatMap(({ operations }) =>
    Object.values(operations)
      .filter(({ face }) => face === "project")
      .map(({ path }) => path.split(".").at(-1)!),
  ),
);

/** Fields that users saw the service refuse next to an agent. */
const REFUSED = new Set(refusedWithAgent.filter(({ evidence }) => evidence === "reported").map(({ field }) => field));

/** Every place of a program where the current API is called in a way that does not work, as far as the code shows it. */
export function findMisused(program: Program, values: Values, things: CurrentThings): Misused[] {
  const found: Misused[] = [];
  for (const { tree } of program.files)
    for (const node of walk(tree.root)) {
      if (node.kind === "Member") found.push(...onWrongClient(node, things));
      else if (node.kind === "Call" && things.operationAt(node) === "responses.create")
        found.push(...inRequest(node, values, things));
      else if (node.kind === "Call" && isOtherResponse(node))
        found.push(...promptIn(node, sentBy(node, values), values, things));
    }
  return found;
}

/** What the SDKs have beside `responses.create`, with the same fields. */
function isOtherResponse({ callee }: Call): boolean {
  return (
    callee.kind === "Member" &&
    ["stream", "parse"].includes(callee.property) &&
    callee.object.kind === "Member" &&
    callee.object.property === "responses"
  );
}

function onWrongClient(member: Member, things: CurrentThings): Misused[] {
  const { property, object, parent } = member;
  if (MEMBERS.openai.has(property) && things.clientOf(object) === "project")
    return [misused(member, "onProject", [property])];
  const isOfAgents = MEMBERS.project.has(property) && parent?.kind === "Member" && AGENT_METHODS.has(parent.property);
  return isOfAgents && things.clientOf(object) === "openai" ? [misused(parent, "onOpenAI", [property])] : [];
}

/** What a call sends, as far as it is written out: fields of its body, and of what is merged into it. */
interface Sent {
  readonly fields: ReadonlyMap<string, Node>;
  readonly extra: readonly Entry[];
  /** Nothing else can be in it. */
  readonly isWhole: boolean;
}

function inRequest(call: Call, values: Values, things: CurrentThings): Misused[] {
  const sent = sentBy(call, values);
  return [...promptIn(call, sent, values, things), ...aboutAgent(call, sent, values, things)];
}

/** `prompt: { id: "pmpt_…" }`: an object with an id, or whatever is given to a client that certainly is one of OpenAI. */
function promptIn(call: Call, { fields }: Sent, values: Values, things: CurrentThings): Misused[] {
  const prompt = fields.get("prompt");
  if (prompt?.kind !== "Entry" && prompt?.kind !== "Argument") return [];
  const hasId = objectsOf(values, prompt.value).some(({ entries }) => entries.some(({ key }) => key === "id"));
  const client = call.callee.kind === "Member" && call.callee.object.kind === "Member" && call.callee.object.object;
  const isOurs = prompt.value.kind !== "NullLiteral" && client && things.clientOf(client) === "openai";
  return hasId || isOurs ? [misused(prompt, "prompt", [])] : [];
}

function aboutAgent(call: Call, sent: Sent, values: Values, things: CurrentThings): Misused[] {
  const { fields, extra, isWhole } = sent;
  const entries = [...extra, ...[...fields.values()].filter((node) => node.kind === "Entry")];
  const old = entries.find(({ key }) => key === OLD_KEY);
  const reference = entries.find(({ key }) => key === KEY) ?? old;
  if (reference === undefined) {
    const isModelNeeded = call.callee.kind === "Member" && isOfProject(call.callee, things);
    const isNone = isWhole && isModelNeeded && !["model", "prompt", KEY].some((field) => fields.has(field));
    return isNone ? [misused(call.callee, "noModel", [])] : [];
  }
  const refused = [...fields.keys(), ...extra.map(({ key }) => key!)].filter((field) => REFUSED.has(field));
  const name = objectsOf(values, reference.value)[0]?.entries.find(({ key }) => key === "name")?.value;
  const isId = name !== undefined && things.of(name).some(({ type }) => type === "id(agentVersion)");
  return [
    ...(old ? [misused(old, "agentKey", [])] : []),
    ...(isId ? [misused(name, "agentId", [])] : []),
    ...(refused.length > 0 ? [misused(call.callee, "refused", refused)] : []),
  ];
}

function isOfProject(callee: Member, things: CurrentThings): boolean {
  return callee.object.kind === "Member" && things.of(callee.object.object).some(({ type }) => type === PROJECT_OPENAI);
}

/** Keywords, and `extra_body`; or an object, and `body` of the options behind it. */
function sentBy({ args, tree }: Call, values: Values): Sent {
  if (targetDialect(tree.language, "foundry")?.extraBody === "keyword") {
    const named = args.filter(({ form }) => form === "named");
    const body = named.find(({ name }) => name === "extra_body")?.value;
    const objects = body ? objectsOf(values, body) : [];
    return {
      fields: new Map(named.map((argument) => [argument.name!, argument])),
      extra: objects.flatMap(plainEntries),
      isWhole: named.length === args.length && body === undefined,
    };
  }
  const [first, options] = args;
  const request = first ? objectsOf(values, first.value) : [];
  const fields = new Map(request.flatMap(plainEntries).map((entry) => [entry.key!, entry]));
  const body = options && objectsOf(values, options.value).flatMap(plainEntries);
  const objects = body?.filter(({ key }) => key === "body").flatMap(({ value }) => objectsOf(values, value)) ?? [];
  const isWhole = request.length === 1 && request.every(isPlain) && options === undefined;
  return { fields, extra: objects.flatMap(plainEntries), isWhole };
}

/** The object literals that an expression can be. */
function objectsOf(values: Values, e: Expression): readonly ObjectLiteral[] {
  return values.of(e).flatMap((value) => (value.kind === "object" ? [value.node] : []));
}

function plainEntries({ entries }: ObjectLiteral): readonly Entry[] {
  return entries.filter(({ key }) => key !== undefined);
}

function isPlain({ entries }: ObjectLiteral): boolean {
  return entries.every(({ key }) => key !== undefined);
}

function misused(node: Node, kind: Misused["kind"], names: readonly string[]): Misused {
  return { file: node.tree.path, range: { start: node.start, end: node.end }, kind, names };
}
