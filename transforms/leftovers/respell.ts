import { declaredMajor } from "../../src/analysis/manifest.js";
import type { Operation } from "../../src/analysis/operation.js";
import { sdkPackages } from "../../src/dialects/packages.js";
import type { ClassicDialect, DialectOperation, Layout } from "../../src/dialects/types.js";
import { carry } from "../../src/languages/code.js";
import type { PrintedEntry } from "../../src/languages/language.js";
import type { Argument, Expression } from "../../src/languages/tree.js";
import { dependencies as rule } from "../registry.js";
import type { Refusal, Rewrite } from "../rewrite.js";

/** Whether new code brings another major of an SDK to a file: something that is written for it migrates in its project. */
export type Brings = (path: string, dialect: ClassicDialect) => boolean;

/** Where calls that stay have to go with the SDK of new code; a project has one major of it. */
export function broughtSdks(cx: Rewrite): Brings {
  const homes = new Map<string, string>();
  const home = (path: string, dialect: ClassicDialect): string => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const key = `${dialect.id} ${folder}`;
    const known = homes.get(key) ?? homeOf(cx, folder, dialect);
    homes.set(key, known);
    return known;
  };
  const active = cx.flows.operations.filter((one) => cx.isActive(one));
  const raised = new Set(active.map(({ call, dialect }) => home(call.tree.path, dialect)));
  return (path, dialect) => majorOf(dialect) !== undefined && raised.has(home(path, dialect));
}

/**
 * Spells calls that stay as the major of their SDK has them that new code brings: `runs.retrieve(threadId, runId)` of `openai` 4 is
 * `runs.retrieve(runId, { thread_id: threadId })` in 6. What cannot be spelled anew is said.
 */
export function respellLeftovers(cx: Rewrite, refusals: readonly Refusal[], brings: Brings): void {
  const asked = new Set(refusals.filter(({ isAsked }) => isAsked).map(({ operation }) => cx.flows.flowOf(operation)));
  for (const operation of cx.flows.operations) {
    const { call, dialect } = operation;
    if (cx.isActive(operation) || !brings(call.tree.path, dialect) || isOfAnother(operation)) continue;
    const wanted = spellingNow(operation);
    if (
      wanted &&
      (isSpelledSo(operation, wanted) || (!asked.has(cx.flows.flowOf(operation)) && respell(cx, operation, wanted)))
    )
      continue;
    cx.find(
      call,
      rule,
      "error",
      `This ${operation.id} stays, and ${dialect.packages[0]!} ${majorOf(dialect)!}, which new code needs, ${wanted ? "spells it otherwise" : "does not have it any more"}.`,
      wanted ? "Name the ids as that version wants them: the type checker says how." : "Replace it by hand.",
    );
  }
}

/** Whether the client's class is one that another package hands on, whose version of the SDK is its own. */
function isOfAnother({ clients, dialect }: Operation): boolean {
  const isOwn = (module: string) => dialect.packages.some((name) => module === name || module.startsWith(`${name}/`));
  return clients.some(({ type }) => !type.modules.some(isOwn));
}

/** What stands for the project of the files in a folder: its manifest decides which major of the SDK it has. */
function homeOf(cx: Rewrite, folder: string, dialect: ClassicDialect): string {
  const own = cx.program.manifests
    .filter((one) => folder.startsWith(one.path.slice(0, one.path.lastIndexOf("/") + 1)))
    .filter((one) => dialect.packages.some((name) => declaredMajor([one], folder, name) !== undefined))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return `${dialect.id} ${own?.path ?? ""}`;
}

/** The major of its package that new code brings; undefined for SDKs that have no classic calls any more, or no new ones. */
function majorOf({ language, packages }: ClassicDialect): number | undefined {
  const needed = sdkPackages.find((one) => one.language === language && one.name === packages[0])?.needed;
  return needed?.classic === "keep" && needed.least !== undefined ? Number.parseInt(needed.least) : undefined;
}

/** How the major that new code brings spells an operation; undefined where it does not have it. */
function spellingNow({
  dialect,
  spec,
}: Operation): { readonly spec: DialectOperation; readonly layout: Layout } | undefined {
  const major = majorOf(dialect);
  if (major === undefined) return undefined;
  const found = dialect.operations.find(
    (one) =>
      one.operation === spec.operation &&
      one.mode === spec.mode &&
      one.select === spec.select &&
      (one.path === spec.path || spec.until !== undefined) &&
      (one.until === undefined || Number.parseInt(one.until) >= major),
  );
  const layout = found && (found.layouts.find(({ evidence }) => evidence === "secondIsObject") ?? found.layouts[0]);
  return layout && { spec: found, layout };
}

function isSpelledSo({ spec, call, args }: Operation, wanted: { spec: DialectOperation; layout: Layout }): boolean {
  if (spec.path !== wanted.spec.path) return false;
  const [first] = wanted.layout.positional;
  const given = first === undefined ? undefined : args.get(first.replace(/\?$/, ""));
  return spec.layouts.length < 2 || given?.holder === call.args[0];
}

/** Gives false where the arguments cannot be told apart. */
function respell(cx: Rewrite, operation: Operation, wanted: { spec: DialectOperation; layout: Layout }): boolean {
  const { call, spec, unclear, isOpen } = operation;
  const { callee, tree } = call;
  if ((unclear !== undefined && !isOpen) || callee.kind !== "Member") return false;
  if (call.args.some(({ form }) => form !== "positional")) return false;
  const before = spec.layouts.find(({ evidence }) => evidence !== "secondIsObject") ?? spec.layouts[0]!;
  const given = new Map<string, Argument>();
  call.args.forEach((argument, i) => given.set(before.positional[i]?.replace(/\?$/, "") ?? "", argument));
  if (given.has("")) return false;
  const how = { rule, flow: -1, reason: "The SDK that new code needs spells the call so." };
  const parts = { old: spec.path.split("."), now: wanted.spec.path.split(".") };
  if (!respellPath(cx, callee, parts, how)) return false;
  const slots = wanted.layout.positional.map((slot) => slot.replace(/\?$/, ""));
  const named = [...given].filter(([slot]) => !slots.includes(slot) && slot !== "@body");
  if (named.length === 0) return true;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const body = given.get("@body")?.value;
  const params = printer.object(
    [
      ...named.map(([key, { value }]): PrintedEntry => ({ key, value: carry(value) })),
      ...(body === undefined ? [] : entriesOf(body)),
    ],
    style,
  );
  const last = given.get("@options");
  const first = call.args[0]!;
  cx.replaceSpan(
    tree,
    { start: first.start, end: call.args.at(-1)!.end },
    [carry(given.get(slots[0]!)!.value), ", ", params, ...(last ? [", ", carry(last.value)] : [])],
    how,
  );
  return true;
}

/** `beta.vectorStores.files.del` → `vectorStores.files.delete`, where the whole path stands at the call. */
function respellPath(
  cx: Rewrite,
  callee: Extract<Expression, { kind: "Member" }>,
  { old, now }: { readonly old: readonly string[]; readonly now: readonly string[] },
  how: { rule: typeof rule; flow: number; reason: string },
): boolean {
  const { tree } = callee;
  if (old.length !== now.length) {
    let at: Expression = callee;
    for (const name of [...old].reverse()) {
      if (at.kind !== "Member" || at.property !== name) return false;
      at = at.object;
    }
    cx.replaceSpan(tree, { start: at.end, end: callee.end }, `.${now.join(".")}`, how);
  } else if (old.at(-1) !== now.at(-1)) cx.replaceSpan(tree, callee.propertySpan, now.at(-1)!, how);
  return true;
}

/** The fields of a body: those of a literal as they stand there, any other object spread. */
function entriesOf(body: Expression): readonly PrintedEntry[] {
  if (body.kind === "ObjectLiteral" && body.entries.every(({ key, form }) => key !== undefined && form !== "method"))
    return body.entries.map(({ key, value }) => ({ key, value: carry(value) }));
  return body.kind === "NullLiteral" ? [] : [{ key: undefined, value: carry(body) }];
}
