import { findFlows, type Flow } from "../src/analysis/flows.js";
import type { Operation } from "../src/analysis/operation.js";
import { findRest } from "../src/analysis/rest/unfollowed.js";
import { findUnresolved } from "../src/analysis/unresolved.js";
import { Program, type ProgramInput } from "../src/analysis/program.js";
import { Values } from "../src/analysis/values.js";
import type { SourceTree } from "../src/languages/tree.js";
import { removeAliases } from "./code/aliases.js";
import { listAgents } from "./agents/agentLists.js";
import { rewriteFunctionCalls } from "./tools/functionCalls.js";
import { handleAutoCalls } from "./tools/autoCalls.js";
import { keepLostIds } from "./agents/configurationReads.js";
import { refuseOtherServices } from "./clients/otherServices.js";
import { applyImprovements } from "./improve/applyImprovements.js";
import { updateAgent } from "./agents/agentUpdate.js";
import { createAgent, deleteAgent, retrieveAgent } from "./agents/agents.js";
import { rewriteClients } from "./clients/clients.js";
import { withoutService } from "./agents/withoutService.js";
import { refuseLibrariesClients } from "./clients/librariesClients.js";
import { refuseCrossings, warnOfCrossings } from "./leaving/crossings.js";
import { declareDerived } from "./clients/derived.js";
import { isDropped } from "./code/dropped.js";
import { createThreadAndRun } from "./threads/createThreadAndRun.js";
import { byFile, type Edit } from "./edit.js";
import { refuseEscapes } from "./leaving/escapes.js";
import { refuseLeavingWords } from "./leaving/leavingWords.js";
import { nameEvents, rewritePairs } from "./streaming/eventPairs.js";
import { Faces } from "./clients/faces.js";
import { translateFile } from "./files/files.js";
import { byPlace, type Finding, type OperationOutcome, type Plan } from "./finding.js";
import { GivenBack } from "./leaving/givenBack.js";
import { spacedAtTop } from "./modules/topSpacing.js";
import { rewriteImports } from "./modules/imports.js";
import { IgnoreComments } from "./leftovers/ignoreComments.js";
import { Improvements } from "./improve/improvements.js";
import { LineNumbers } from "./code/lineNumbers.js";
import { LostReads } from "./reading/lostReads.js";
import { markLeftovers, shimLeftovers } from "./leftovers/leftovers.js";
import { isFileOperation, refuseLooseFiles } from "./files/looseFiles.js";
import { refuseLooseRuns } from "./runs/looseRuns.js";
import { createMessage, listMessages, translateMessage } from "./messages/messages.js";
import type { RuleMeta } from "./meta.js";
import { refuseTwoKeepers } from "./agents/oneKeeper.js";
import { reportRawRequests } from "./modules/rawRequests.js";
import { reportShownIds } from "./modules/notebooks.js";
import { decideNames, rewriteNames } from "./code/names.js";
import type { PlanOptions } from "./code/options.js";
import { refuseAsAsked } from "./leftovers/refuseAsAsked.js";
import { refuseMagics } from "./modules/refuseMagics.js";
import { broughtSdks, respellLeftovers, type Brings } from "./leftovers/respell.js";
import { refuseSplitFiles } from "./files/refuseSplitFiles.js";
import { rewriteReads } from "./reading/reading.js";
import { hasOwnClient } from "./clients/agentsPart.js";
import { agents, files, messages, rest, runs, steps, threads, toolLoops, wrappers } from "./registry.js";
import { Untranslatable } from "./code/request.js";
import { Rewrite, type Refusal } from "./rewrite.js";
import { createRun, translateRun } from "./runs/runs.js";
import { listRuns } from "./runs/runLists.js";
import { rewriteComparisons } from "./runs/status.js";
import { listSteps, retrieveStep } from "./steps/steps.js";
import { rewriteSteps } from "./steps/stepReads.js";
import { submitToolOutputs } from "./toolLoops/submit.js";
import { rewriteListeners, rewriteStreamReaders } from "./streaming/streamListeners.js";
import { rewriteHandlers } from "./streaming/streamHandlers.js";
import { dropBetaHeaders } from "./rest/headers.js";
import { refuseRequests } from "./rest/refuseRequests.js";
import { withUnresolved } from "./leftovers/withUnresolved.js";
import { targetsOf } from "./clients/targetsOf.js";
import { translateThread } from "./threads/threads.js";
import { shifted } from "./code/shifted.js";
import { isOff, neededButOff } from "./switches.js";
import { rewriteTypes } from "./types/types.js";
import { reportWrappers } from "./modules/wrappers.js";

export type { PlanOptions } from "./code/options.js";

type Translate = (cx: Rewrite, operation: Operation) => void;

/** Layer A: which rule translates which classic operation. Operations that are missing here have no translation yet. */
const TRANSLATIONS: Readonly<Record<string, { readonly rule: RuleMeta; readonly translate: Translate }>> = {
  "assistants.create": { rule: agents, translate: createAgent },
  "assistants.retrieve": { rule: agents, translate: retrieveAgent },
  "assistants.list": { rule: agents, translate: listAgents },
  "assistants.update": { rule: agents, translate: updateAgent },
  "assistants.delete": { rule: agents, translate: deleteAgent },
  "threads.create": { rule: threads, translate: translateThread },
  "threads.retrieve": { rule: threads, translate: translateThread },
  "threads.update": { rule: threads, translate: translateThread },
  "threads.delete": { rule: threads, translate: translateThread },
  "messages.create": { rule: messages, translate: createMessage },
  "messages.list": { rule: messages, translate: listMessages },
  "messages.retrieve": { rule: messages, translate: translateMessage },
  "messages.delete": { rule: messages, translate: translateMessage },
  "runs.create": { rule: runs, translate: createRun },
  "threads.createAndRun": { rule: runs, translate: createThreadAndRun },
  "runs.retrieve": { rule: runs, translate: translateRun },
  "runs.list": { rule: runs, translate: listRuns },
  "runs.cancel": { rule: runs, translate: translateRun },
  "steps.retrieve": { rule: steps, translate: retrieveStep },
  "steps.list": { rule: steps, translate: listSteps },
  "runs.submitToolOutputs": { rule: toolLoops, translate: submitToolOutputs },
};

/** The rules that answer for operations. The others help them, and do nothing by themselves. */
export const operationRules: readonly RuleMeta[] = [
  ...new Set([...Object.values(TRANSLATIONS).map(({ rule }) => rule), files]),
];

/** What the rules say about a program: edits of every flow that migrates as a whole, and why the others stay. Pure. */
export function plan(input: ProgramInput, options: PlanOptions): Plan {
  const program = new Program(input);
  const ignores = new IgnoreComments(program);
  const result = planOf(program, options, ignores);
  return { ...result, findings: ignores.unsilenced(result.findings) };
}

function planOf(program: Program, options: PlanOptions, ignores: IgnoreComments): Plan {
  const values = new Values(program);
  const flows = findFlows(values);
  const unresolved = findUnresolved(values);
  const isClassic = (o: Operation) => !isFileOperation(o) || o.dialect.service === "foundry";
  const raw = isOff(rest, options) ? [] : findRest(values);
  const wrapped = isOff(wrappers, options) ? [] : reportWrappers(program);
  if (!flows.operations.some(isClassic) && unresolved.length + raw.length === 0)
    return { edits: [], findings: wrapped, operations: [] };

  const targets = targetsOf(program, flows, options.target);
  const refused = new Set<Flow>();
  const kept = new Set<Flow>();
  const refusals: Refusal[] = [];
  for (;;) {
    const cx = new Rewrite(program, values, flows, options, targets, refused, kept, ignores, raw);
    attempt(cx);
    for (const flow of cx.keeping) kept.add(flow);
    // What was refused beside it may be possible then.
    if (cx.keeping.length > 0) continue;
    const shimmed = shimLeftovers(cx);
    if (options.leftovers === "shim" && !cx.isUndecided) refuseCrossings(cx, shimmed);
    if (cx.refusals.length === 0) {
      const brings = broughtSdks(cx);
      const { findings, operations } = reportRawRequests(raw, cx.proxied);
      const reported: Plan = { edits: [], findings: [...wrapped, ...findings], operations };
      return withUnresolved(conclude(cx, refusals, shimmed, brings), unresolved, reported, brings);
    }
    const certain = cx.refusals.filter(({ isTentative }) => !isTentative);
    const taken = certain.length > 0 ? certain : cx.refusals;
    refusals.push(...taken);
    for (const refusal of taken) refused.add(flows.flowOf(refusal.operation));
  }
}

/** Tries to migrate all flows that were not refused before. */
function attempt(cx: Rewrite): void {
  refuseByRules(cx);
  refuseLibrariesClients(cx);
  refuseRequests(cx);
  refuseOtherServices(cx);
  refuseAsAsked(cx, ruleOf);
  refuseMagics(cx, ruleOf);
  handleAutoCalls(cx);
  refuseLooseFiles(cx);
  refuseLooseRuns(cx);
  if (cx.isUndecided) return;
  cx.improvements = new Improvements(cx);
  cx.given = new GivenBack(cx);
  refuseEscapes(cx);
  refuseLeavingWords(cx);
  keepLostIds(cx);
  if (cx.isUndecided) return;
  refuseTwoKeepers(cx);
  refuseSplitFiles(cx);
  if (cx.isUndecided) return;
  cx.faces = new Faces(cx);
  if (cx.isUndecided) return;
  decideNames(cx);
  nameEvents(cx);
  cx.given.open();
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    if (cx.improvements.isDropped(operation)) {
      cx.became.set(operation, { rule: ruleOf(operation).id, text: "part of another call" });
      continue;
    }
    translate(cx, operation);
  }
  cx.lost = new LostReads(cx);
  rewriteStreamReaders(cx);
  rewriteListeners(cx);
  rewriteReads(cx);
  cx.given.close();
  rewriteSteps(cx);
  cx.lost.apply();
  rewriteComparisons(cx);
  rewritePairs(cx);
  rewriteHandlers(cx);
  rewriteFunctionCalls(cx);
  rewriteTypes(cx);
  dropBetaHeaders(cx);
  rewriteClients(cx);
  if (cx.isUndecided) return;
  applyImprovements(cx, ruleOf);
  declareDerived(cx);
  cx.faces.own.declare();
  removeAliases(cx);
  cx.settle();
  rewriteNames(cx);
}

/** The rule that answers for operations of a kind, translated or not. */
const RULES_BY_KIND: Readonly<Record<string, RuleMeta>> = { assistants: agents, threads, messages, runs, steps };

function ruleOf(operation: Operation): RuleMeta {
  return TRANSLATIONS[operation.id]?.rule ?? RULES_BY_KIND[operation.id.split(".")[0]!] ?? files;
}

function translate(cx: Rewrite, operation: Operation): void {
  const entry =
    TRANSLATIONS[operation.id] ?? (isFileOperation(operation) ? { rule: files, translate: translateFile } : undefined);
  const rule = ruleOf(operation);
  if (!entry)
    return cx.refuse(
      operation,
      rule,
      `${operation.id} has no translation yet`,
      "Migrate this flow by hand, or keep it as it is for now.",
    );
  try {
    (withoutService(cx, operation) ?? entry.translate)(cx, operation);
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    cx.refuse(operation, cx.ruleOf.get(operation) ?? rule, error.message, error.help, error.isTentative);
  }
}

/** Operations whose rule was switched off, and operations without a target, stay with their flow. */
function refuseByRules(cx: Rewrite): void {
  const needed = neededButOff(cx.options);
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    const rule = ruleOf(operation);
    if (needed)
      cx.refuse(
        operation,
        rule,
        `rule ${needed.id} (${needed.name}) is switched off, and no migration can do without it`,
        `Run again without --skip ${needed.id}.`,
      );
    else if (isOff(rule, cx.options))
      cx.refuse(
        operation,
        rule,
        `rule ${rule.id} (${rule.name}) is switched off`,
        "Run again without --only or --skip.",
      );
  }
}

function conclude(cx: Rewrite, refusals: readonly Refusal[], shimmed: ReadonlySet<Operation>, brings: Brings): Plan {
  respellLeftovers(cx, refusals, brings);
  warnOfCrossings(cx, shimmed);
  if (cx.options.leftovers === "todo") markLeftovers(cx, refusals);
  const edits = cx.program.files.flatMap((file) => {
    const own = cx.editsIn(file.tree);
    const left = own.filter((edit) => !isDropped(edit, own));
    return cx.shifts.length === 0 ? left : left.map((edit) => shifted(edit, file.tree, cx.shifts));
  });
  // Imports first: what else is inserted below the last import stands below the new ones too.
  const imports = rewriteImports(cx, edits, brings);
  const placed = edits.map((edit) => outOf(cx, imports, edit));
  const all = [...imports, ...spacedAtTop(cx, imports, placed)];
  reportShownIds(cx, edits);
  const order = (a: Edit, b: Edit) => a.start - b.start || a.end - b.end;
  const editsOf = byFile(all);
  const causes = causesOf(cx, refusals);
  return {
    edits: cx.program.files.flatMap((file) => editsOf.get(file.tree.path)?.sort(order) ?? []),
    findings: [...cx.findings, ...refusals.filter(({ isAsked }) => !isAsked).map(findingOf)].sort(byPlace),
    operations: cx.flows.operations.map((operation) => ({
      ...outcomeOf(cx, operation, causes, shimmed.has(operation)),
      ...(brings(operation.call.tree.path, operation.dialect) && { follows: true as const }),
    })),
  };
}

/** What is inserted behind an import that goes stands behind the line before it. */
function outOf(cx: Rewrite, imports: readonly Edit[], edit: Edit): Edit {
  const around = imports.find(
    (other) => other.file === edit.file && other.start < edit.start && edit.end < other.end && edit.start === edit.end,
  );
  if (!around || around.start === 0) return edit;
  const { text } = cx.program.files.find(({ tree }) => tree.path === edit.file)!.tree;
  const start = around.start - (text.endsWith("\r\n", around.start) ? 2 : 1);
  return { ...edit, start, end: start };
}

function findingOf({ operation, rule, reason, help, cause }: Refusal): Finding {
  const { start, end } = operation.call;
  return {
    file: operation.call.tree.path,
    range: { start, end },
    rule,
    severity: "error",
    message: `${operation.id} was left as it is: ${ended(reason)}`,
    reason,
    help,
    ...(cause && { cause: { file: cause.tree.path, range: { start: cause.start, end: cause.end } } }),
  };
}

/** The first refusal of each operation and of each flow, with its line. */
interface Causes {
  readonly own: ReadonlyMap<Operation, Refusal>;
  readonly ofFlow: ReadonlyMap<Flow, Refusal & { readonly line: number }>;
}

function causesOf(cx: Rewrite, refusals: readonly Refusal[]): Causes {
  const own = new Map<Operation, Refusal>();
  const ofFlow = new Map<Flow, Refusal & { readonly line: number }>();
  const lines = new Map<SourceTree, LineNumbers>();
  for (const refusal of refusals) {
    const { operation } = refusal;
    if (!own.has(operation)) own.set(operation, refusal);
    const flow = cx.flows.flowOf(operation);
    if (ofFlow.has(flow)) continue;
    const { tree, start } = operation.call;
    let numbers = lines.get(tree);
    if (!numbers) lines.set(tree, (numbers = new LineNumbers(tree.text)));
    ofFlow.set(flow, { ...refusal, line: numbers.at(start) });
  }
  return { own, ofFlow };
}

/** Reasons that quote a whole sentence end already. */
function ended(reason: string): string {
  return /[.!?]"?$/.test(reason) ? reason : `${reason}.`;
}

function outcomeOf(cx: Rewrite, operation: Operation, causes: Causes, isShimmed: boolean): OperationOutcome {
  const { start, end, tree } = operation.call;
  const flow = cx.flows.flowOf(operation);
  const base = {
    file: tree.path,
    range: { start, end },
    operation: operation.id,
    dialect: operation.dialect.id,
    flow: flow.id,
    ...(!cx.isActive(operation) && hasOwnClient(cx, operation) && { apart: true as const }),
  };
  const became = cx.became.get(operation);
  if (cx.isActive(operation) && became) return { ...base, outcome: "migrated", rule: became.rule, reason: became.text };
  const left = isShimmed ? "shimmed" : "manual";
  const own = causes.own.get(operation);
  if (own) return { ...base, outcome: left, rule: own.rule, reason: own.reason };
  const cause = causes.ofFlow.get(flow);
  return {
    ...base,
    outcome: left,
    rule: cause?.rule ?? ruleOf(operation).id,
    reason: cause
      ? `its flow stays together with ${cause.operation.id} in line ${cause.line}: ${cause.reason}`
      : "it has no translation yet",
  };
}
