import type { Binding } from "../src/analysis/scopes.js";
import type { ClientValue } from "../src/analysis/value.js";
import type { Face } from "../src/dialects/target.js";
import { carry, type Code } from "../src/languages/code.js";
import type { Call, Expression, Field, Node, SourceTree } from "../src/languages/tree.js";
import { enclosing, statementOf, textOf, walk } from "../src/languages/walk.js";
import {
  isBuiltHere,
  isModule,
  isOpen,
  isProjectClient,
  isProjectHolder,
  isReachable,
  type HolderPlan,
} from "./faces.js";
import type { Holder } from "./holders.js";
import { ENDPOINT_HELP, environmentClient, fromProject, projectClient } from "./projectClient.js";
import { clients as rule } from "./registry.js";
import type { RuleMeta } from "./meta.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteServices } from "./services.js";

/**
 * One classic client becomes up to two current ones: the project client for agents, and the OpenAI client it gives for conversations,
 * responses, files and vector stores. Where something else still uses the classic client, it stays and the current ones stand beside it.
 */
export function rewriteClients(cx: Rewrite): void {
  for (const [operation, { root }] of cx.faces.holders.rootOf) {
    if (cx.isActive(operation) && !isReachable(cx, operation, root)) {
      cx.refuse(
        operation,
        rule,
        "the client it hangs on cannot be named where the call stands",
        "Use the client itself at the call, or migrate by hand.",
      );
    }
  }
  for (const plan of cx.faces.plans.values()) {
    rewriteSources(cx, plan);
    rewriteAnnotations(cx, plan);
    rewriteFeeds(cx, plan);
    rewriteServices(cx, plan);
    warnOfCallers(cx, plan);
  }
}

/**
 * A client that comes in by its type alone, from callers or a framework outside the run, is one of the current API from now on: the type
 * says so where its class changes, this finding says it in any case. The class of the current SDK arrives by itself with the package.
 */
function warnOfCallers(cx: Rewrite, plan: HolderPlan): void {
  const { holder, primary } = plan;
  if (primary === "classic" || !isOpen(cx, holder) || isProjectHolder(cx, holder)) return;
  const at = holder.binding?.parameter?.node ?? holder.fn?.name ?? holder.field?.cls.name ?? holder.fn;
  if (!at) return;
  const { faces, openaiFromProject } = cx.target(at.tree);
  const name = holder.binding?.name ?? holder.field?.name ?? textOf(at);
  const what =
    primary === "project"
      ? `the ${faces.project.name}`
      : `the client that \`${openaiFromProject}()\` of an ${faces.project.name} gives`;
  cx.find(
    at,
    rule,
    "warning",
    `\`${name}\` comes from code that is not among the files given: that code has to pass ${what} now.`,
    `Change where it is made, or run again with those files. ${ENDPOINT_HELP}`,
  );
}

/** Constructions of a holder, with companions beside them. */
function rewriteSources(cx: Rewrite, plan: HolderPlan): void {
  const { holder } = plan;
  if (isBuiltHere(cx, holder)) return buildHere(cx, plan);
  const sources = holder.kind === "construction" ? [holder.call!] : holder.sources;
  for (const source of sources) {
    const client = cx.values.of(source).find((v): v is ClientValue => v.kind === "client" && v.site === source);
    if (!client || source.kind !== "Call") continue;
    rewriteOrigin(cx, plan, source, client);
  }
}

function rewriteOrigin(cx: Rewrite, plan: HolderPlan, source: Call, client: ClientValue): void {
  const { primary, companions } = plan;
  const project = companions.get("project");
  const openai = companions.get("openai");
  const { tree } = source;
  if (primary === "openai" && project !== undefined) {
    addBeside(cx, plan, source, "before", project, "project", projectClient(cx, source, client));
    replaceWith(
      cx,
      source,
      fromProject(cx, tree, beside(cx, plan, source, project)),
      "The OpenAI client is the one the project client gives.",
    );
    return;
  }
  if (primary === "project" && openai !== undefined) {
    replaceConstruction(cx, source, client, "project");
    addBeside(cx, plan, source, "after", openai, "openai", fromProject(cx, tree, ownName(cx, plan, source)));
    return;
  }
  if (primary !== "classic") return replaceConstruction(cx, source, client, primary);
  if (project !== undefined) {
    const both =
      openai === undefined
        ? []
        : [{ name: openai, face: "openai" as const, value: fromProject(cx, tree, beside(cx, plan, source, project)) }];
    addAllBeside(cx, plan, source, "after", [
      { name: project, face: "project", value: projectClient(cx, source, client) },
      ...both,
    ]);
  } else if (openai !== undefined) {
    addBeside(cx, plan, source, "after", openai, "openai", fromProject(cx, tree, projectClient(cx, source, client)));
  }
}

/**
 * A client that is imported from a file that was not given: it is built where it is used instead, so that the file works whatever
 * that other file goes on to export.
 */
function buildHere(cx: Rewrite, plan: HolderPlan): void {
  const binding = plan.holder.binding!;
  const { tree } = binding;
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const { module } = binding.imported!;
  const at = binding.declarations[0]!;
  cx.find(
    at,
    rule,
    "warning",
    isModule(cx, plan.holder)
      ? `The module "${module}" was the client; one of the current API is built here for what it serves no more.`
      : `The client was imported from "${module}", which is not among the files given; a client of the current API is built here instead.`,
    isModule(cx, plan.holder)
      ? `Move the new client to where several files can share it. ${ENDPOINT_HELP}`
      : `Give that file too (then its client is migrated where it is made), or move the new client there. ${ENDPOINT_HELP}`,
  );
  const name = cx.renames.get(binding) ?? binding.name;
  const project = plan.primary === "project" ? name : plan.companions.get("project");
  const openai = plan.primary === "openai" ? name : plan.companions.get("openai");
  const built = environmentClient(cx, tree, false);
  const lines: Code[] = [];
  if (project !== undefined) lines.push(printer.declare(project, built, style));
  if (openai !== undefined) lines.push(printer.declare(openai, fromProject(cx, tree, project ?? built), style));
  const statements = cx
    .imports(tree)
    .statements(tree)
    .filter((s) => s.parent === tree.root || s.parent === undefined);
  const end = lineEndAfter(tree, statements.at(-1)!.end);
  const how = { rule, flow: CLIENTS, reason: "The client is built here.", safety: "review" as const };
  const place = { indentation: "", column: 0, trailing: 0 };
  lines.forEach((line, i) =>
    cx.replaceSpan(tree, { start: end, end }, [i === 0 ? "\n\n" : "\n", line], { ...how, place }),
  );
  if (plan.primary !== "classic") cx.unwanted.push(binding.imported!.specifier);
}

/** How the companion is written beside the source: a variable's name, or a field of the same object. */
function beside(cx: Rewrite, plan: HolderPlan, source: Call, name: string): Code {
  if (plan.holder.kind !== "field") return name;
  const target = source.parent?.kind === "Assign" ? source.parent.target : undefined;
  return cx.printer(source.tree).member(target?.kind === "Member" ? textOf(target.object) : "this", name);
}

function ownName(cx: Rewrite, plan: HolderPlan, source: Call): Code {
  const { binding, field } = plan.holder;
  if (binding) return cx.renames.get(binding) ?? binding.name;
  const target = source.parent?.kind === "Assign" ? source.parent.target : undefined;
  return target ? textOf(target) : `this.${field!.name}`;
}

function addBeside(
  cx: Rewrite,
  plan: HolderPlan,
  source: Call,
  where: "before" | "after",
  name: string,
  face: Face,
  value: Code,
): void {
  addAllBeside(cx, plan, source, where, [{ name, face, value }]);
}

/** Adds declarations of companions in lines of their own before or after the statement that makes the client. */
function addAllBeside(
  cx: Rewrite,
  plan: HolderPlan,
  source: Call,
  where: "before" | "after",
  added: readonly { readonly name: string; readonly face: Face; readonly value: Code }[],
): void {
  const { tree } = source;
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const field = source.parent?.kind === "Field" ? source.parent : undefined;
  const how = { rule, flow: CLIENTS, reason: "A client for the part of the current API that this one does not serve." };
  const lines = added.map(({ name, face, value }): Code => {
    if (field) return [declaredField(cx, field, name, face), " = ", value, style.semicolons ? ";" : ""];
    if (plan.holder.kind === "field") return printer.statement([beside(cx, plan, source, name), " = ", value], style);
    return [exportPrefix(source), printer.declare(name, value, style)];
  });
  if (plan.holder.kind === "field" && !field) declareFields(cx, plan, added);
  if (!field && plan.holder.binding)
    exportBeside(
      cx,
      plan.holder.binding,
      added.map(({ name }) => name),
      how,
    );
  const withItem = enclosing(source, "WithItem");
  const statement: Node = field ?? (withItem ? statementOf(withItem)! : statementOf(source)!);
  if (withItem && statement.kind === "With") {
    const first = statement.body.statements[0]!;
    const indentation = indentationOf(tree, first.start);
    for (const line of lines)
      cx.replaceSpan(tree, { start: first.start, end: first.start }, [line, "\n" + indentation], how);
    return;
  }
  const indentation = indentationOf(tree, statement.start);
  if (where === "before") {
    for (const line of lines)
      cx.replaceSpan(tree, { start: statement.start, end: statement.start }, [line, "\n" + indentation], how);
  } else {
    const end = lineEndAfter(tree, statement.end);
    for (const line of lines)
      cx.replaceSpan(tree, { start: end, end }, ["\n" + indentation, line], {
        ...how,
        place: { indentation, column: indentation.length, trailing: 0 },
      });
  }
}

/** `module.exports = { openai }`: the companions are exported beside. */
function exportBeside(
  cx: Rewrite,
  binding: Binding,
  names: readonly string[],
  how: { rule: RuleMeta; flow: number; reason: string },
): void {
  for (const read of binding.reads) {
    const entry = read.parent;
    if (entry?.kind !== "Entry" || entry.parent?.parent?.kind !== "Assign" || !cx.program.isExported(binding)) continue;
    cx.insert(
      entry.tree,
      entry.end,
      names.map((name) => `, ${name}`),
      how,
    );
  }
}

/** TypeScript: fields that are assigned in the constructor are declared too. */
function declareFields(
  cx: Rewrite,
  plan: HolderPlan,
  added: readonly { readonly name: string; readonly face: Face }[],
): void {
  const { cls, name } = plan.holder.field!;
  const declared = cls.members.find((m): m is Field => m.kind === "Field" && m.name === name);
  if (!declared || !cls.tree.typed || cls.tree.language !== "javascript") return;
  const indentation = indentationOf(cls.tree, declared.start);
  for (const companion of added) {
    cx.replaceSpan(
      cls.tree,
      { start: declared.start, end: declared.start },
      [
        declaredField(cx, declared, companion.name, companion.face),
        cx.style(cls.tree).semicolons ? ";" : "",
        "\n" + indentation,
      ],
      { rule, flow: CLIENTS, reason: "The field that holds the other client." },
    );
  }
}

/** A field's declaration with another name and type: modifiers as they are. */
function declaredField(cx: Rewrite, field: Field, name: string, face: Face): string {
  const { tree } = field;
  const modifiers = tree.text.slice(field.start, field.nameSpan.start);
  return field.annotation ? `${modifiers}${name}: ${faceType(cx, tree, face)}` : `${modifiers}${name}`;
}

function exportPrefix(source: Call): string {
  const statement = statementOf(source);
  return statement?.kind === "Export" && statement.flavor === "declaration" ? "export " : "";
}

function replaceConstruction(cx: Rewrite, source: Call, client: ClientValue, face: Face): void {
  if (face === "project" && isProjectClient(cx, source)) {
    projectClient(cx, source, client);
    return;
  }
  const project = projectClient(cx, source, client);
  const code = face === "project" ? project : fromProject(cx, source.tree, project);
  replaceWith(cx, source, code, "The client of the current API takes the place of the classic one.");
}

function replaceWith(cx: Rewrite, source: Call, code: Code, reason: string): void {
  cx.replace(source, code, { rule, flow: CLIENTS, reason, safety: "review" });
}

/** Annotations that name the classic client's class. */
function rewriteAnnotations(cx: Rewrite, plan: HolderPlan): void {
  if (plan.primary === "classic") return;
  for (const annotation of annotationsOf(plan.holder)) {
    for (const node of walk(annotation)) {
      if (node.kind !== "Name" && node.kind !== "Member") continue;
      if (!cx.values.ofAnnotation(node).some((v) => v.kind === "client")) continue;
      const isAsync = cx.values.ofAnnotation(node).some((v) => v.kind === "client" && v.type.async);
      const type = faceType(cx, node.tree, plan.primary, isAsync);
      if (textOf(node) !== type)
        cx.replace(node, type, { rule, flow: CLIENTS, reason: "The type follows the client." });
      break;
    }
  }
}

function annotationsOf(holder: Holder): Expression[] {
  const found = [holder.binding?.annotation, holder.binding?.parameter?.node.annotation, holder.fn?.returns];
  if (holder.field) {
    for (const member of holder.field.cls.members) {
      if (member.kind === "Field" && member.name === holder.field.name) found.push(member.annotation);
      if (member.kind !== "Function") continue;
      for (const param of member.params) {
        if (param.declaresField && param.target.kind === "Name" && param.target.name === holder.field.name)
          found.push(param.annotation);
      }
    }
  }
  return [...new Set(found.filter((a): a is Expression => a !== undefined))];
}

function faceType(cx: Rewrite, tree: SourceTree, face: Face, isAsync = false): string {
  const spelling = cx.target(tree).faces[face];
  const module = isAsync ? (spelling.asyncModule ?? spelling.module) : spelling.module;
  const local = isAsync ? (spelling.asyncLocal ?? spelling.local) : spelling.local;
  return cx.want(tree, module, local === spelling.local ? spelling.name : local, local, tree.language === "javascript");
}

/** Where the client goes on to a holder of another face than its own. */
function rewriteFeeds(cx: Rewrite, plan: HolderPlan): void {
  for (const { at, into } of plan.holder.feeds) {
    const next = cx.faces.plans.get(into);
    if (!next || !at || plan.holder.kind === "construction") continue;
    const how = { rule, flow: CLIENTS, reason: "Passes on the client that is needed there." };
    if (next.primary !== "classic" && next.primary !== plan.primary) {
      const [place, code] = given(cx, plan, at, next.primary);
      const { parent } = place;
      const isShorthand = parent?.kind === "Entry" && parent.form === "shorthand";
      cx.replace(place, isShorthand ? [`${parent.key!}: `, code] : code, how);
    }
    for (const [face, name] of next.companions) {
      const has = plan.primary === face || plan.companions.has(face);
      const own = has || next.primary !== "project" ? given(cx, plan, at, face)[1] : undefined;
      passCompanion(cx, next, at, face, name, own);
    }
  }
}

/** How a holder gives a face where it is read: the expression to replace, and what says it. */
function given(cx: Rewrite, plan: HolderPlan, at: Expression, face: Face): [Expression, Code] {
  const { binding, kind } = plan.holder;
  const own = (binding && cx.renames.get(binding)) ?? carry(at);
  if (plan.primary === face) return [at, own];
  const name = plan.companions.get(face);
  if (name !== undefined)
    return [at, kind === "field" && at.kind === "Member" ? cx.printer(at.tree).member(carry(at.object), name) : name];
  // Only the OpenAI client can be taken from the other one; not before that one is there.
  const isAwaited = at.parent?.kind === "Await";
  const place = isAwaited ? (at.parent as Expression) : at;
  return [place, fromProject(cx, at.tree, isAwaited ? ["(", carry(place), ")"] : own)];
}

/** Hands a second client on: one more argument and parameter, or one more assignment. */
function passCompanion(
  cx: Rewrite,
  next: HolderPlan,
  at: Expression,
  face: Face,
  name: string,
  code: Code | undefined,
): void {
  const { holder } = next;
  const how = { rule, flow: CLIENTS, reason: "The other client goes the same way." };
  if (holder.kind === "parameter" && code !== undefined) {
    const { node, fn } = holder.binding!.parameter!;
    const argument = enclosing(at, "Argument")!;
    cx.insert(at.tree, argument.end, [", ", argument.form === "named" ? `${name}=` : "", code], how);
    if (cx.edits.some((edit) => edit.file === node.tree.path && edit.start === node.end && edit.end === node.end))
      return;
    const typed = node.annotation && fn.tree.typed ? `: ${faceType(cx, node.tree, face)}` : "";
    cx.insert(node.tree, node.end, `, ${name}${typed}`, how);
    return;
  }
  const statement = statementOf(at);
  const assign = enclosing(at, "Assign", "Declarator");
  if (!statement || !assign) return;
  const { tree } = at;
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const target = assign.target;
  const value = code ?? fromProject(cx, tree, textOf(target));
  const line =
    holder.kind === "field" && target.kind === "Member"
      ? printer.statement([printer.member(textOf(target.object), name), " = ", value], style)
      : printer.declare(name, value, style);
  const end = lineEndAfter(tree, statement.end);
  const indentation = indentationOf(tree, statement.start);
  cx.replaceSpan(tree, { start: end, end }, ["\n" + indentation, line], {
    ...how,
    place: { indentation, column: indentation.length, trailing: 0 },
  });
  if (holder.kind === "field") declareFields(cx, next, [{ name, face }]);
}

/** Client edits serve several flows; they belong to none of them alone. */
export const CLIENTS = -1;

function indentationOf(tree: SourceTree, offset: number): string {
  const lineStart = tree.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(tree.text.slice(lineStart, offset))![0];
}

/** The end of the line a statement ends on, a comment behind it included. */
function lineEndAfter(tree: SourceTree, offset: number): number {
  const newline = tree.text.indexOf("\n", offset);
  const end = newline < 0 ? tree.text.length : newline;
  return tree.text[end - 1] === "\r" ? end - 1 : end;
}
