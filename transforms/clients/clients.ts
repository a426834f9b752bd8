import { meaningOfType } from "../../src/analysis/annotations.js";
import { injectedByType } from "../../src/analysis/injected.js";
import type { ClientValue } from "../../src/analysis/value.js";
import type { Held } from "../../src/dialects/target.js";
import type { Code } from "../../src/languages/code.js";
import type { Call, Expression, Member, Name, Node, Statement } from "../../src/languages/tree.js";
import { enclosing, statementOf, textOf, walk } from "../../src/languages/walk.js";
import { itemSpan } from "../code/itemSpan.js";
import { clientOptions } from "./clientOptions.js";
import { CLIENTS, declaredField, declareFields, faceType, indentationOf, lineEndAfter } from "./clientCode.js";
import { exportBeside, exportPrefix } from "./exportBeside.js";
import { isReachable } from "./faceAt.js";
import type { HolderPlan } from "./faces.js";
import { rewriteFeeds } from "./feeds.js";
import { clientsOf, holderTree, isBuiltHere, isModule, isPartHolder, isProjectClient } from "./holderFacts.js";
import type { Holder } from "./holder.js";
import { declareAtTop } from "./ownClients.js";
import { agentsClient } from "./agentsClient.js";
import { rewriteAgentsApart, rewriteAgentsPart } from "./agentsPart.js";
import { ENDPOINT_HELP, fromProject, projectClient } from "./projectClient.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { warnOfCallers } from "./warnOfCallers.js";
import { rewriteServices } from "./services.js";
import { isRemoved } from "../tools/toolSets.js";

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
    warnOfCallers(cx, plan);
    if (plan.isApart || !cx.target(holderTree(plan.holder)).project) continue;
    rewriteSources(cx, plan);
    rewriteAnnotations(cx, plan);
    rewriteFeeds(cx, plan);
    rewriteServices(cx, plan);
    rewriteAgentsPart(cx, plan);
  }
  rewriteAgentsApart(cx);
}

/** Constructions of a holder, with companions beside them. */
function rewriteSources(cx: Rewrite, plan: HolderPlan): void {
  const { holder } = plan;
  if (isBuiltHere(cx, holder)) return buildHere(cx, plan);
  const sources = holder.kind === "construction" ? [holder.call!] : holder.sources;
  for (const source of sources) {
    const client = cx.values.of(source).find((v): v is ClientValue => v.kind === "client" && v.site === source);
    if (!client || source.kind !== "Call") continue;
    if (plan.primary !== "classic" && client.type.service === "azure-openai" && cx.options.target === "openai")
      cx.find(
        source,
        rule,
        "note",
        "Resources of Azure OpenAI have no conversations: this client goes to a project of Foundry, also with plain OpenAI as the target.",
        "Its models are those of the project's resource, by the same deployment names.",
      );
    rewriteOrigin(cx, plan, source, client);
  }
}

function rewriteOrigin(cx: Rewrite, plan: HolderPlan, source: Call, client: ClientValue): void {
  rewriteFaces(cx, plan, source, client);
  const agents = plan.companions.get("agents");
  if (agents !== undefined) addBeside(cx, plan, source, "after", agents, "agents", agentsClient(cx, source, client));
}

function rewriteFaces(cx: Rewrite, plan: HolderPlan, source: Call, client: ClientValue): void {
  const { primary, companions } = plan;
  const project = companions.get("project");
  const openai = companions.get("openai");
  const { tree } = source;
  if (primary === "openai" && project !== undefined) {
    addBeside(cx, plan, source, "before", project, "project", projectClient(cx, source, client));
    replaceWith(
      cx,
      source,
      fromProject(cx, tree, beside(cx, plan, source, project), clientOptions(cx, source, client)),
      "The OpenAI client is the one the project client gives.",
    );
    return;
  }
  if (primary === "project" && openai !== undefined) {
    replaceConstruction(cx, source, client, "project");
    const options = client.type.service === "foundry" ? [] : clientOptions(cx, source, client);
    const own = fromProject(cx, tree, ownName(cx, plan, source), options);
    addBeside(cx, plan, source, "after", openai, "openai", own);
    return;
  }
  if (primary !== "classic") return replaceConstruction(cx, source, client, primary);
  const options = openai === undefined ? [] : clientOptions(cx, source, client, true);
  if (project !== undefined) {
    const value = (): Code => fromProject(cx, tree, beside(cx, plan, source, project), options);
    const both = openai === undefined ? [] : [{ name: openai, face: "openai" as const, value: value() }];
    addAllBeside(cx, plan, source, "after", [
      { name: project, face: "project", value: projectClient(cx, source, client) },
      ...both,
    ]);
  } else if (openai !== undefined) {
    const own = fromProject(cx, tree, projectClient(cx, source, client), options);
    addBeside(cx, plan, source, "after", openai, "openai", own);
  }
}

/**
 * A client that is imported from a file that was not given: it is built where it is used instead, so that the file works whatever
 * that other file goes on to export.
 */
function buildHere(cx: Rewrite, plan: HolderPlan): void {
  const binding = plan.holder.binding!;
  const { tree } = binding;
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
  const isAsync = clientsOf(cx, plan.holder).some(({ type }) => type.async);
  const names = new Map(plan.companions);
  if (plan.primary !== "classic") names.set(plan.primary, name);
  declareAtTop(cx, tree, isAsync, names);
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
  face: Held,
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
  added: readonly { readonly name: string; readonly face: Held; readonly value: Code }[],
): void {
  const { tree } = source;
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const field = source.parent?.kind === "Field" ? source.parent : undefined;
  const how = { rule, flow: CLIENTS, reason: "A client for the part of the current API that this one does not serve." };
  const lines = added.map(({ name, face, value }): Code => {
    if (field) return [declaredField(cx, field, name, face), " = ", value, style.semicolons ? ";" : ""];
    if (plan.holder.kind === "field") return printer.statement([beside(cx, plan, source, name), " = ", value], style);
    return [exportPrefix(plan.holder, source), printer.declare(name, value, style)];
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
    const { statements } = statement.body;
    const names = new Set<Node>(cx.faces.holders.aliases);
    const goes = (each: Statement) => isRemoved(cx, each) || cx.improvements.removed.has(each) || names.has(each);
    const first = statements.find((each) => !goes(each)) ?? statements[0]!;
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

function replaceConstruction(cx: Rewrite, source: Call, client: ClientValue, face: Held): void {
  if (face === "agents")
    return replaceWith(cx, source, agentsClient(cx, source, client), "Only the classic agents are used here.");
  if (face === "project" && isProjectClient(cx, source)) {
    projectClient(cx, source, client);
    dropVersion(cx, source, client);
    return;
  }
  const project = projectClient(cx, source, client);
  const isWhole = face !== "project" || client.type.service === "foundry";
  const options = isWhole ? clientOptions(cx, source, client) : [];
  const code = face === "project" ? project : fromProject(cx, source.tree, project, options);
  replaceWith(cx, source, code, "The client of the current API takes the place of the classic one.");
}

/** Agent versions are not in the versions of the API that the classic client could ask for; the current one knows its own. */
function dropVersion(cx: Rewrite, { tree, args }: Call, { type: { construct } }: ClientValue): void {
  const isVersion = (name: string | undefined) => name !== undefined && construct.named[name] === "apiVersion";
  const how = {
    rule,
    flow: CLIENTS,
    reason: "The client of the current SDK asks for the version that has agent versions.",
  };
  for (const [i, argument] of args.entries()) {
    const { value } = argument;
    if (isVersion(argument.name)) cx.removeSpan(tree, itemSpan(argument, args), how);
    if (i !== construct.options || value.kind !== "ObjectLiteral") continue;
    const versions = value.entries.filter(({ key }) => isVersion(key));
    if (versions.length > 0 && versions.length === value.entries.length)
      cx.removeSpan(tree, itemSpan(argument, args), how);
    else for (const entry of versions) cx.removeSpan(tree, itemSpan(entry, value.entries), how);
  }
}

function replaceWith(cx: Rewrite, source: Call, code: Code, reason: string): void {
  cx.replace(source, code, { rule, flow: CLIENTS, reason, safety: "review" });
}

/** Annotations that name the classic client's class. */
function rewriteAnnotations(cx: Rewrite, plan: HolderPlan): void {
  if (plan.primary === "classic") return;
  for (const annotation of annotationsOf(plan.holder)) {
    const node = partIn(cx, plan.holder, annotation) ?? classIn(cx, annotation);
    if (!node) continue;
    const meaning = node.kind === "Name" ? meaningOfType(cx.values, node) : undefined;
    const inner = meaning && classIn(cx, meaning);
    // What a framework is told in a type, beside the class, stays: `Client = Annotated[OpenAI, Depends(get_client)]`.
    const place = inner && node.kind === "Name" && injectedByType(cx.values, node) ? inner : node;
    if (namesFace(cx, inner ?? node, plan.primary)) continue;
    const isAsync = cx.values.ofAnnotation(node).some((v) => v.kind === "client" && v.type.async);
    const type = faceType(cx, node.tree, plan.primary, isAsync);
    if (textOf(place) !== type && !cx.editAt(place.tree, place))
      cx.replace(place, type, { rule, flow: CLIENTS, reason: "The type follows the client." });
  }
}

/** Where a type names the client's class, or something that is short for it. */
function classIn(cx: Rewrite, type: Node): Name | Member | undefined {
  for (const node of walk(type))
    if (
      (node.kind === "Name" || node.kind === "Member") &&
      cx.values.ofAnnotation(node).some((v) => v.kind === "client")
    )
      return node;
  return undefined;
}

/** Where a type names the class of a part that a holder had: `OpenAI.Beta.Threads`. */
function partIn(cx: Rewrite, holder: Holder, type: Expression): Name | Member | undefined {
  if ((type.kind !== "Name" && type.kind !== "Member") || !isPartHolder(cx, holder)) return undefined;
  const modules = clientsOf(cx, holder).flatMap((client) => client.type.modules);
  const isTheirs = cx.values
    .of(type)
    .some((v) => v.kind === "external" && v.path.length > 1 && modules.includes(v.module));
  return isTheirs ? type : undefined;
}

/** Whether a type names the class of a face already. */
function namesFace(cx: Rewrite, node: Name | Member, face: Held): boolean {
  const { module, asyncModule, name, asyncLocal } = cx.target(node.tree).faces[face]!;
  return cx.values
    .of(node)
    .some(
      (v) =>
        v.kind === "external" &&
        (v.module === module || v.module === asyncModule) &&
        v.path.length === 1 &&
        (v.path[0] === name || v.path[0] === asyncLocal),
    );
}

function annotationsOf(holder: Holder): Expression[] {
  const found = [
    holder.binding?.annotation,
    holder.binding?.parameter?.node.annotation,
    holder.fn?.returns,
    holder.property?.annotation,
  ];
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
