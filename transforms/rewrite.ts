import type { Flow, Flows } from "../src/analysis/flows.js";
import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { Program } from "../src/analysis/program.js";
import type { RestCall } from "../src/analysis/rest/unfollowed.js";
import type { ResultValue } from "../src/analysis/value.js";
import type { Values } from "../src/analysis/values.js";
import type { HelperId, TargetDialect } from "../src/dialects/target.js";
import { layout, placeOf, type Code, type Place, type Style } from "../src/languages/code.js";
import type { ImportEditor, Printer, WantedImport } from "../src/languages/language.js";
import { lineEnd, lineStart } from "../src/languages/lineBounds.js";
import type { Call, Expression, ImportSpecifier, Node, SourceTree, Span } from "../src/languages/tree.js";
import { enclosing } from "../src/languages/walk.js";
import type { Definitions } from "../src/protocol/mapping/index.js";
import { apart } from "./code/apart.js";
import type { Edit, Safety } from "./edit.js";
import type { Derived } from "./clients/derived.js";
import { lineBreak } from "./code/emit.js";
import type { Faces } from "./clients/faces.js";
import type { Finding } from "./finding.js";
import type { GivenBack } from "./leaving/givenBack.js";
import type { IgnoreComments } from "./leftovers/ignoreComments.js";
import type { Improvements } from "./improve/improvements.js";
import type { LostReads } from "./reading/lostReads.js";
import { linesOf } from "./code/lines.js";
import type { Shift } from "./code/shifted.js";
import { declarationOf } from "./code/locals.js";
import { markedOperations, type Marked } from "./messages/markers.js";
import type { RuleMeta } from "./meta.js";
import type { PlanOptions } from "./code/options.js";
import { ThreadFiles } from "./files/threadFiles.js";
import { ownName } from "./code/ownName.js";
import { SpanIndex } from "./code/spanIndex.js";
import { Untranslatable } from "./leftovers/untranslatable.js";
import { PrintedHelpers, type HelperHow } from "./code/printedHelpers.js";
import { Renames } from "./code/renames.js";
import { polling } from "./registry.js";

/** Edits that serve several flows belong to none of them alone. */
const CLIENT_FLOW = -1;

const NO_EDITS: readonly Edit[] = [];

/** Why an operation stays as it is. */
export interface Refusal {
  readonly operation: Operation;
  readonly rule: string;
  readonly reason: string;
  readonly help: string;
  /** A comment or a reviewer asks for it: nothing to report, and nothing to mark. */
  readonly isAsked?: true;
  /** The reason is that others migrate: it may be gone once something else stays. */
  readonly isTentative?: boolean;
  /** What holds the operation back, where that is known to stand elsewhere. */
  readonly cause?: Node;
}

/**
 * What rules work with: the analysed program, and helpers that replace, remove, import and refuse. One instance per attempt at a plan;
 * a refusal inside it makes the next attempt leave that flow out.
 */
export class Rewrite {
  /** The use of a result that is being rewritten: it is the cause of what is refused meanwhile. */
  lookedAt: Node | undefined;
  readonly edits: Edit[] = [];
  private readonly editsByFile = new Map<string, Edit[]>();
  private readonly editBySpan = new Map<string, Edit>();
  readonly findings: Finding[] = [];
  private readonly told = new Set<string>();
  readonly refusals: Refusal[] = [];
  /** Flows whose assistants the next attempt keeps by id. */
  readonly keeping: Flow[] = [];
  /** What each migrated operation became, for the report. */
  readonly became = new Map<Operation, { rule: string; text: string }>();
  /** Spans that disappear: edits inside them are dropped. */
  readonly removed: { readonly tree: SourceTree; readonly span: Span; readonly keeps: readonly Span[] }[] = [];
  /** Lines that move to another indentation. */
  readonly shifts: Shift[] = [];
  readonly wanted = new Map<SourceTree, WantedImport[]>();
  /** Imports that something else takes the place of. */
  readonly unwanted: ImportSpecifier[] = [];
  /** Imported names that new code uses: "path local". */
  readonly needed = new Set<string>();
  private readonly helpers = new PrintedHelpers(this);
  private readonly styles = new Map<SourceTree, Style>();
  /** Which client each holder gives; set once all rules may ask. */
  faces!: Faces;
  /** Variables for OpenAI clients that functions take from the project client they were given. */
  readonly derived: Derived[] = [];
  /** What is proven to be sayable more simply; decided before any operation is translated. */
  improvements!: Improvements;
  /** Objects that leave the program in the shape they had. */
  given!: GivenBack;
  /** Files and vector stores of threads; known before any operation is translated. */
  readonly threadFiles: ThreadFiles;
  /** Operations whose texts need the markers of their citations. */
  readonly marked: ReadonlyMap<Operation, Marked>;
  /** Reads of what does not exist any more. */
  lost!: LostReads;
  /** New names of local variables. */
  readonly renames: Renames;
  /** Names of new variables for responses that nothing held. */
  readonly variables = new Map<Call, string>();
  /** Variables for the parts of an event, with the name of the one event that takes their place. */
  readonly eventOf = new Map<Binding, string>();
  /** Reads that say the same in another way now. */
  readonly restated = new Set<Node>();
  /** Requests without an SDK that were printed: the parts of their calls that change, by the whole. */
  readonly requests = new WeakMap<object, readonly { readonly at: Expression; readonly code: Code }[]>();
  /** Requests of unknown senders that go to the proxy now. */
  readonly proxied = new Set<RestCall>();
  /** The rule to blame when an operation is refused by another one than its own. */
  readonly ruleOf = new Map<Operation, RuleMeta>();

  constructor(
    readonly program: Program,
    readonly values: Values,
    readonly flows: Flows,
    readonly options: PlanOptions,
    private readonly targetOf: (tree: SourceTree) => TargetDialect | undefined,
    private readonly refused: ReadonlySet<Flow>,
    private readonly kept: ReadonlySet<Flow>,
    readonly ignores: IgnoreComments,
    readonly unfollowed: readonly RestCall[] = [],
  ) {
    this.renames = new Renames(program);
    this.threadFiles = new ThreadFiles(this);
    this.marked = markedOperations(this);
  }

  /** Whether the flow of an operation takes part in this attempt. */
  isActive(operation: Operation): boolean {
    return !this.refused.has(this.flows.flowOf(operation));
  }

  target(tree: SourceTree): TargetDialect {
    return this.targetOf(tree)!;
  }

  /** Whether something came up that needs another attempt. */
  get isUndecided(): boolean {
    return this.refusals.length > 0 || this.keeping.length > 0;
  }

  /** Where definitions of agents are once an operation is migrated. */
  definitionsOf({ operation, dialect }: Pick<ResultValue, "operation" | "dialect">): Definitions {
    if (operation && this.target(operation.call.tree).definitions === "service") return "service";
    if (operation) return this.kept.has(this.flows.flowOf(operation)) ? "kept" : "code";
    if (this.options.target !== "openai" || dialect.service === "foundry" || this.isAllInService) return "service";
    return this.keepsAssistants ? "kept" : "code";
  }

  /** Whether all files go to a service that has the definitions, whatever was asked for. */
  private get isAllInService(): boolean {
    return this.program.files.every(({ tree }) => this.targetOf(tree)?.definitions === "service");
  }

  /** Whether the program keeps definitions of assistants by id, some at least. */
  get keepsAssistants(): boolean {
    return [...this.kept].some((flow) => !this.refused.has(flow));
  }

  /** Has the assistants of an operation's flow kept by id, since configuration in the code cannot do what is done with them. */
  keep(operation: Operation): void {
    this.keeping.push(this.flows.flowOf(operation));
  }

  printer(tree: SourceTree): Printer {
    const { language } = this.program.fileOf(tree.root);
    return this.targetOf(tree)?.isWire ? language.jsonPrinter(tree.typed) : language.printer;
  }

  imports(tree: SourceTree): ImportEditor {
    return this.program.fileOf(tree.root).language.imports;
  }

  style(tree: SourceTree): Style {
    const known = this.styles.get(tree) ?? this.printer(tree).styleOf(tree);
    this.styles.set(tree, known);
    return known;
  }

  /** Replaces a node by new code. */
  replace(node: Node, code: Code, how: { rule: RuleMeta; flow: number; reason: string; safety?: Safety }): void {
    const isInText = enclosing(node, "TemplateString") !== undefined;
    const printed = isInText ? this.printer(node.tree).inText(code) : code;
    this.replaceSpan(node.tree, node, printed, { ...how, place: placeOf(node) });
  }

  /**
   * Replaces a node that several calls lead to, once.
   * @throws Untranslatable when they need it in different forms.
   */
  replaceOnce(node: Node, code: Code, how: { rule: RuleMeta; flow: number; reason: string; safety?: Safety }): void {
    const known = this.editAt(node.tree, node);
    if (!known) return this.replace(node, code, how);
    const parts = layout(code, this.style(node.tree), placeOf(node), node.tree.text);
    if (JSON.stringify(parts) !== JSON.stringify(known.parts))
      throw new Untranslatable(
        "what it is made of is shared with another call, which needs it in another form",
        "Write it out for each of them, then run again.",
      );
  }

  /** Replaces the call of an operation by its current counterpart; `instead`: an expression around it that goes with it (its `await`). */
  replaceCall(
    operation: Operation,
    rule: RuleMeta,
    code: Code,
    how: { text: string; reason: string; safety?: Safety; instead?: Expression },
  ): void {
    const flow = this.flows.flowOf(operation).id;
    const changes = typeof code === "object" ? this.requests.get(code) : undefined;
    if (changes && !how.instead) {
      for (const { at, code: part } of changes)
        this.replace(at, part, { rule, flow, reason: how.reason, ...(how.safety && { safety: how.safety }) });
      this.became.set(operation, { rule: rule.id, text: how.text });
      return changes.some(({ at }) => at === operation.request!.body) ? this.removeBody(operation, rule) : undefined;
    }
    const call = how.instead ?? operation.call;
    // A chain on lines of its own sets the indentation of what stands in it.
    const indentation = lineBreak(operation.call)?.split("\n").at(-1);
    const place = indentation === undefined ? placeOf(call) : { ...placeOf(call), indentation };
    this.replaceSpan(call.tree, call, code, { rule, flow, reason: how.reason, safety: how.safety, place });
    this.became.set(operation, { rule: rule.id, text: how.text });
    this.removeBody(operation, rule);
  }

  /** The variable that only held the arguments goes: they stand at the call now. */
  private removeBody({ call, body, args }: Operation, rule: RuleMeta): void {
    if (!body || (call.start <= body.start && body.end <= call.end)) return;
    const holder = body.parent && declarationOf(body.parent);
    if (!holder) return;
    const keeps = [...args.values()].map(({ value }) => value);
    this.removeStatement(holder, { rule, flow: CLIENT_FLOW, reason: "The arguments stand at the call.", keeps });
  }

  /** Puts code directly before or behind a node. */
  insert(
    tree: SourceTree,
    offset: number,
    code: Code,
    how: { rule: RuleMeta; flow: number; reason: string; safety?: Safety; place?: Place },
  ): void {
    this.replaceSpan(tree, { start: offset, end: offset }, code, how);
  }

  /** Replaces a span by new code, laid out at `place` (by default where the span starts). */
  replaceSpan(
    tree: SourceTree,
    span: Span,
    code: Code,
    how: { rule: RuleMeta; flow: number; reason: string; safety?: Safety; place?: Place },
  ): void {
    const place = how.place ?? placeAt(tree.text, span);
    const parts = apart(tree.text, span.start, layout(code, this.style(tree), place, tree.text));
    this.add({
      file: tree.path,
      start: span.start,
      end: span.end,
      parts,
      rule: how.rule.id,
      safety: how.safety ?? how.rule.safety,
      reason: how.reason,
      flow: how.flow,
    });
  }

  private add(edit: Edit): void {
    this.edits.push(edit);
    const inFile = this.editsByFile.get(edit.file);
    if (inFile) inFile.push(edit);
    else this.editsByFile.set(edit.file, [edit]);
    const key = `${edit.start} ${edit.end} ${edit.file}`;
    if (!this.editBySpan.has(key)) this.editBySpan.set(key, edit);
  }

  /** The edits of a file so far, in the order in which they were made. */
  editsIn(tree: SourceTree): readonly Edit[] {
    return this.editsByFile.get(tree.path) ?? NO_EDITS;
  }

  /** The first edit of exactly this span. */
  editAt(tree: SourceTree, { start, end }: Span): Edit | undefined {
    return this.editBySpan.get(`${start} ${end} ${tree.path}`);
  }

  /** Removes a span with everything in it, except ranges that other edits carry away. */
  removeSpan(
    tree: SourceTree,
    span: Span,
    how: { rule: RuleMeta; flow: number; reason: string; keeps?: readonly Span[] },
  ): void {
    this.removed.push({ tree, span, keeps: how.keeps ?? [] });
    this.replaceSpan(tree, span, "", how);
  }

  /** Removes a statement with its line, the comment lines right above it, and one blank line where two would meet. */
  removeStatement(
    statement: Node,
    how: { rule: RuleMeta; flow: number; reason: string; keeps?: readonly Span[] },
  ): void {
    this.removeSpan(statement.tree, linesOf(statement), how);
  }

  /** Variables that are written only once now are constants where the language has them. */
  settle(): void {
    const removed = new Map<SourceTree, Span[]>();
    for (const { tree, span } of this.removed) removed.set(tree, [...(removed.get(tree) ?? []), span]);
    const goneIn = new Map([...removed].map(([tree, spans]) => [tree, new SpanIndex(spans)] as const));
    const goes = (node: Node): boolean => goneIn.get(node.tree)?.some(node) ?? false;
    for (const binding of this.improvements.settled) {
      const [first, ...rest] = binding.writes;
      const declaration = first?.site.parent;
      if (
        !first ||
        declaration?.kind !== "Declaration" ||
        declaration.keyword !== "let" ||
        declaration.declarators.length !== 1
      )
        continue;
      if (!rest.every((write) => goes(write.site))) continue;
      const span = { start: declaration.start, end: declaration.start + declaration.keyword.length };
      this.replaceSpan(binding.tree, span, "const", {
        rule: polling,
        flow: CLIENT_FLOW,
        reason: "It is written only once now.",
      });
    }
  }

  find(
    node: Pick<Node, "start" | "end" | "tree">,
    rule: RuleMeta,
    severity: Finding["severity"],
    message: string,
    help: string,
  ): void {
    const { start, end } = node;
    const key = `${start} ${node.tree.path} ${message}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.findings.push({ file: node.tree.path, range: { start, end }, rule: rule.id, severity, message, help });
  }

  /** Leaves the operation's whole flow as it is. */
  refuse(operation: Operation, rule: RuleMeta, reason: string, help: string, isTentative = false): void {
    const cause = this.lookedAt && { cause: this.lookedAt };
    this.refusals.push({ operation, rule: rule.id, reason: reason.replace(/\.$/, ""), help, isTentative, ...cause });
  }

  /** Leaves the operation's whole flow as it is because somebody wants it so. */
  refuseAsAsked(operation: Operation, rule: RuleMeta, reason: string, help: string): void {
    this.refusals.push({ operation, rule: rule.id, reason, help, isAsked: true });
  }

  /** Makes a name of a module available in a file and gives the local spelling. */
  want(tree: SourceTree, module: string, name: string, local: string, typeOnly = false): string {
    const { openai } = this.target(tree).faces;
    const isClass = module === openai.module && name === openai.name;
    const there =
      this.imports(tree).available(tree, module, name) ??
      (isClass && openai.also !== undefined ? this.imports(tree).available(tree, module, openai.also) : undefined);
    if (there !== undefined) {
      this.needed.add(`${tree.path} ${there.split(".", 1)[0]}`);
      return there;
    }
    const list = this.wanted.get(tree) ?? [];
    this.wanted.set(tree, list);
    const known = list.findIndex((w) => w.module === module && w.name === name);
    if (known >= 0) {
      if (!typeOnly) list[known] = { ...list[known]!, typeOnly };
      return list[known]!.local;
    }
    const own = ownName(this, tree, list, { module, name, local });
    list.push({ module, name, local: own, typeOnly });
    return own;
  }

  /** Prints a small function of the target into a file, once, below its imports, and gives its name. */
  helper(tree: SourceTree, id: HelperId, how: HelperHow): string {
    return this.helpers.print(tree, id, how);
  }
}

export function placeAt(text: string, span: Span): Place {
  const start = lineStart(text, span.start);
  const indentation = /^[ \t]*/.exec(text.slice(start, span.start))![0];
  const rest = text.slice(span.end, lineEnd(text, span.end)).trimEnd();
  return { indentation, column: span.start - start, trailing: rest.length };
}
