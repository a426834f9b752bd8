import type { Held } from "../../src/dialects/target.js";
import type { Code } from "../../src/languages/code.js";
import type { Expression, SourceTree, Statement } from "../../src/languages/tree.js";
import { bare } from "../../src/languages/walk.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { ownAgentsClient } from "./agentsClient.js";
import { CLIENTS, lineEndAfter } from "./clientCode.js";
import { faceName } from "./faceName.js";
import type { Holder } from "./holder.js";
import { holderTree, holdsOthers, isOneOfSeveral, isProjectHolder, isTaken } from "./holderFacts.js";
import { environmentClient, fromProject } from "./projectClient.js";

/** The clients of the current API that one file builds for itself, by what they are. */
interface Own {
  readonly tree: SourceTree;
  readonly isAsync: boolean;
  readonly names: Map<Held, string>;
  /** Where something that stays needs the client for agents first. */
  left?: Expression;
}

/** Whether a file may build a client of the current API for itself instead of the one that a holder has. */
export function canBuildAnew(cx: Rewrite, holder: Holder): boolean {
  if (holder.isShared || isProjectHolder(cx, holder) || holdsOthers(cx, holder)) return false;
  if (isOneOfSeveral(holder)) return false;
  return cx.target(holderTree(holder)).project !== undefined;
}

/**
 * Clients of the current API that a file builds at its top: where no other can reach a call, because the classic one comes from code that
 * is not in the run, or is handed on and still needed.
 */
export class OwnClients {
  private readonly all: Own[] = [];

  constructor(private readonly cx: Rewrite) {}

  /** The name of a file's own client, for a place that needs it; from now on the file builds it. */
  name(tree: SourceTree, face: Held, isAsync: boolean, at?: Expression): string {
    let own = this.all.find((one) => one.tree === tree && one.isAsync === isAsync);
    if (!own) this.all.push((own = { tree, isAsync, names: new Map() }));
    const known = own.names.get(face);
    if (known !== undefined) return known;
    if (face === "agents") own.left = at;
    const name = this.freeName(tree, face);
    own.names.set(face, name);
    return name;
  }

  /** Writes the constructions below the imports. */
  declare(): void {
    for (const { tree, isAsync, names, left } of this.all) declareAtTop(this.cx, tree, isAsync, names, left);
  }

  private freeName(tree: SourceTree, face: Held): string {
    const { root } = this.cx.program.fileOf(tree.root).bindings;
    const places = this.cx.flows.operations.flatMap(({ call }) => (call.tree === tree ? [call] : []));
    const names = this.all.flatMap((own) => (own.tree === tree ? [...own.names.values()] : []));
    const taken = (name: string) =>
      root.bindings.has(name) || names.includes(name) || places.some((place) => isTaken(this.cx, place, name));
    return faceName(this.cx, tree, face, taken);
  }
}

/**
 * Builds the clients that have names, below the imports at the top of a file, and below what reads a `.env` file there.
 * @param left where something that stays needs one for agents
 */
export function declareAtTop(
  cx: Rewrite,
  tree: SourceTree,
  isAsync: boolean,
  names: ReadonlyMap<Held, string>,
  left?: Expression,
): void {
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const project = names.get("project");
  const openai = names.get("openai");
  const agents = names.get("agents");
  const lines: Code[] = [];
  if (project !== undefined) lines.push(printer.declare(project, environmentClient(cx, tree, isAsync), style));
  if (openai !== undefined)
    lines.push(printer.declare(openai, fromProject(cx, tree, project ?? environmentClient(cx, tree, isAsync)), style));
  if (agents !== undefined) lines.push(printer.declare(agents, ownAgentsClient(cx, tree, isAsync, left!), style));
  const top = cx.imports(tree).behindTop(tree);
  const reader = tree.root.statements.findLast((statement) => readsEnvironment(cx, statement));
  const isBelow = top.isBelowImport || reader !== undefined;
  const at = reader ? Math.max(top.offset, lineEndAfter(tree, reader.end)) : top.offset;
  const how = { rule, flow: CLIENTS, reason: "The client is built here.", safety: "review" as const };
  const place = { indentation: "", column: 0, trailing: 0 };
  lines.forEach((line, i) => {
    const isLast = i === lines.length - 1;
    const text = isBelow ? [i === 0 ? "\n\n" : "\n", line] : [line, isLast ? "\n\n" : "\n"];
    cx.replaceSpan(tree, { start: at, end: at }, text, { ...how, place });
  });
}

/** `load_dotenv()`, `dotenv.config()` */
function readsEnvironment(cx: Rewrite, statement: Statement): boolean {
  if (statement.kind !== "ExpressionStatement") return false;
  const call = bare(statement.expression);
  return (
    call.kind === "Call" && cx.values.of(call.callee).some((v) => v.kind === "external" && /^dotenv\b/.test(v.module))
  );
}
