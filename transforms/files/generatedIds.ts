import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Expression, Member, Name } from "../../src/languages/tree.js";
import { enclosing, walk } from "../../src/languages/walk.js";
import { styleAt } from "../code/positions.js";
import { isVisibleAt } from "../leaving/visible.js";
import type { RuleMeta } from "../meta.js";
import { refuseAll } from "../reading/reading.js";
import { files as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * A file that the code interpreter made is in a container, and only both ids name it. Where the citation is at hand when it is read, it
 * gives both. Where the id alone goes there (through functions, lists, fields, other requests), it is one text of both from now on, which the
 * reading side takes apart: `file-<container>.<file>`, as the shim hands them out and takes them, so that what stays understands them, too.
 */

/** Where a file that is asked for comes from: the citation that names it, "elsewhere" where only an id of one goes there, or neither. */
export function citationOf(cx: Rewrite, operation: Operation): Expression | "elsewhere" | undefined {
  const given = operation.args.get("file_id")?.value;
  const id = given && whereRead(cx, given);
  if (!id || !isGenerated(cx, id)) return undefined;
  const path = id.kind === "Member" && id.object.kind === "Member" ? id.object : undefined;
  const isAll = (object: Name, type: string) => {
    const values = cx.values.results(object);
    return values.length > 0 && values.every((v) => v.type === type);
  };
  if (path && path.object.kind === "Name" && isAll(path.object, "Annotation")) return path.object;
  if (id.kind === "Member" && id.object.kind === "Name" && isAll(id.object, "FilePath")) return id.object;
  return "elsewhere";
}

/** Whether an expression can be the id of a file that the code interpreter made, of a message that migrates. */
export function isGenerated(cx: Rewrite, id: Expression): boolean {
  return cx.values
    .results(id)
    .some(({ path, operation }) => /file_?path/i.test(path) && (operation === undefined || cx.isActive(operation)));
}

const joins = new WeakMap<Rewrite, boolean>();

/** Whether ids of such files are texts of both ids in this program: one of them goes to where a file is read by its id alone. */
export function joinsIds(cx: Rewrite): boolean {
  let known = joins.get(cx);
  if (known === undefined) {
    known = readers(cx).some((operation) => citationOf(cx, operation) === "elsewhere");
    joins.set(cx, known);
  }
  return known;
}

function readers(cx: Rewrite): readonly Operation[] {
  return cx.flows.operations.filter(({ id }) => id === "files.content");
}

/** Whether the content of a file is read by an id that may be one of both. */
export function readsJoined(cx: Rewrite, operation: Operation): boolean {
  const given = operation.args.get("file_id")?.value;
  if (!given || !joinsIds(cx) || isAtHand(cx, operation)) return false;
  return isGenerated(cx, given) || (cx.values.results(given).length === 0 && given.kind !== "StringLiteral");
}

/** Whether the citation is named where the file is read. */
function isAtHand(cx: Rewrite, operation: Operation): boolean {
  const citation = citationOf(cx, operation);
  const given = operation.args.get("file_id")!.value;
  return citation !== undefined && citation !== "elsewhere" && given.kind === "Member";
}

/**
 * `annotation.file_path.file_id` as a text of both ids, where the program needs it. Gives false for other reads.
 * @param values what the object can be, of which the id is read
 */
export function joinIds(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number },
): boolean {
  if (!values.some(({ type }) => type === "FilePath") || !joinsIds(cx)) return false;
  const argument = access.parent?.kind === "Argument" ? access.parent.parent : undefined;
  const reader = argument?.kind === "Call" ? cx.values.operationAt(argument) : undefined;
  if (reader?.id === "files.content" && isAtHand(cx, reader)) return false;
  if (!isPlain(access) || !values.every(({ type }) => type === "FilePath")) {
    refuseAll(cx, values, IN_CONTAINER, CONTAINER);
    return true;
  }
  const { tree } = access;
  const printer = cx.printer(tree);
  const ids = ["container_id", "file_id"].map((id) => printer.member(carry(access.object), id));
  cx.replace(access, printer.template(["file-", ".", ""], ids, styleAt(cx, access)), {
    ...how,
    reason: "A file that the code interpreter made is named by its container, too.",
  });
  cx.find(
    access,
    rule,
    "warning",
    "The id of a file that the code interpreter made names its container, too (`file-<container>.<file>`); what reads the file takes it apart.",
    "Where such ids leave the program, whoever reads these files takes them apart, too; a container ends 20 minutes after its last use.",
  );
  return true;
}

/** Whether an object can be written twice: names and fields of them. */
function isPlain(access: Member): boolean {
  let at: Expression = access;
  while (at.kind === "Member" && !at.optional) at = at.object;
  return at.kind === "Name";
}

export const IN_CONTAINER = "a file that the code interpreter made is read, and such files are in a container now";

export const CONTAINER =
  "Read those with containers.files.content.retrieve, by the ids of the `container_file_citation` in the text.";

/** Where an id in a variable is read from its citation, when that is the same citation where the id is used. */
function whereRead(cx: Rewrite, id: Expression): Expression {
  const write = id.kind === "Name" ? cx.program.bindingOf(id)?.writes : undefined;
  const value = write?.length === 1 && write[0]!.path.length === 0 ? write[0]!.value : undefined;
  if (value?.kind !== "Member" || !isVisibleAt(cx, value, id)) return id;
  const names = [...walk(value)].filter((node): node is Name => node.kind === "Name");
  const isSteady = (name: Name) =>
    cx.program.bindingOf(name)?.writes.length === 1 &&
    (["Function", "Loop"] as const).every((kind) => enclosing(value, kind) === enclosing(id, kind));
  return names.every(isSteady) ? value : id;
}
