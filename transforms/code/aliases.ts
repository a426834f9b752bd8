import type { Field, Node, Statement } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { isDropped } from "./dropped.js";
import { namesIn } from "../../src/languages/patterns.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Names for parts of a classic client (`const { threads } = openai.beta`, `self.runs = client.beta.threads.runs`) go when every call
 * through them is rewritten: the current client has no such part. Repeated, since a part may be taken of a part.
 */
export function removeAliases(cx: Rewrite): void {
  const gone = new Set<Node>();
  for (let changed = true; changed;) {
    changed = false;
    for (const statement of cx.faces.holders.aliases) {
      if (gone.has(statement) || !isUnread(cx, statement)) continue;
      gone.add(statement);
      changed = true;
      remove(cx, statement, gone);
    }
  }
}

function isUnread(cx: Rewrite, statement: Statement | Field): boolean {
  const edits = cx.editsIn(statement.tree);
  if (statement.kind === "Field") return isFieldUnread(cx, statement, statement.name);
  const target =
    statement.kind === "Declaration"
      ? statement.declarators[0]!.target
      : statement.kind === "ExpressionStatement" && statement.expression.kind === "Assign"
        ? statement.expression.target
        : undefined;
  if (target?.kind === "Member") return isFieldUnread(cx, statement, target.property);
  const names = target ? namesIn(target) : [];
  return (
    names.length > 0 &&
    names.every((name) => {
      const binding = cx.program.bindingOf(name);
      return (
        binding !== undefined && !cx.program.isPublic(binding) && binding.reads.every((read) => isDropped(read, edits))
      );
    })
  );
}

/** Whether nothing reads a field any more. Fields of the same name elsewhere count as well: better one too many than a missing one. */
function isFieldUnread(cx: Rewrite, statement: Statement | Field, name: string): boolean {
  return cx.program.members(name).every((member) => {
    if (member.tree.language !== statement.tree.language) return true;
    if (member.parent?.kind === "Assign" && member.parent.target === member) return true;
    const root = member.object.kind === "Name" ? member.object.name : "";
    if (root !== "self" && root !== "cls" && root !== "this") return true;
    return isDropped(member, cx.editsIn(member.tree));
  });
}

function remove(cx: Rewrite, statement: Statement | Field, gone: ReadonlySet<Node>): void {
  const how = { rule, flow: -1, reason: "The current client has no such part." };
  const { parent } = statement;
  const isAlone = parent?.kind === "Block" && parent.statements.every((other) => gone.has(other));
  if (isAlone && statement.tree.language === "python") cx.replace(statement, "pass", how);
  else cx.removeStatement(statement, how);
  const field = statement.kind === "Field" ? undefined : declaredField(statement);
  if (field) cx.removeStatement(field, how);
}

/** The declaration of a field that is filled in the constructor. */
function declaredField(statement: Statement): Field | undefined {
  const assign = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
  const name = assign?.kind === "Assign" && assign.target.kind === "Member" ? assign.target.property : undefined;
  const cls = enclosing(statement, "Class");
  return cls?.members.find(
    (member): member is Field => member.kind === "Field" && member.name === name && !member.value,
  );
}
