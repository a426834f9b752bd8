import { httpLibraries, type HttpForm, type HttpLibrary, type HttpPart } from "../../dialects/http.js";
import type { Argument, Call, Entry, Expression, ObjectLiteral } from "../../languages/tree.js";
import type { ExternalValue } from "../value.js";
import type { Values } from "../values.js";

/** A call that sends an HTTP request, by the library it is of. */
export interface Sender {
  readonly library: HttpLibrary;
  readonly form: HttpForm;
  /** The call that made the object whose method it is, where that is in sight. */
  readonly madeBy: Call | undefined;
  /** Whether it is a method of an object that was made with settings of its own, in sight or not. */
  readonly isOfInstance: boolean;
}

/** A part of a request with what carries it. */
export interface SentPart {
  readonly value: Expression;
  readonly holder: Argument | Entry;
}

/** Names that calls which send something go by; others are not looked at more closely. */
const SENDS = /^(?:fetch|axios|request|get|post|put|patch|delete)$/;

/** How a call sends a request; undefined for calls that do not. */
export function senderOf(facts: Values, call: Call): Sender | undefined {
  const { callee } = call;
  const name = callee.kind === "Member" ? callee.property : callee.kind === "Name" ? callee.name : "";
  if (!SENDS.test(name)) return undefined;
  const [value, ...others] = facts.of(callee);
  if (value?.kind !== "external" || others.length > 0) return undefined;
  for (const library of httpLibraries) {
    const path = library.language === call.tree.language ? pathBelow(library, value) : undefined;
    if (!path) continue;
    const direct = library.calls[path.join(".")];
    if (direct && !value.instance) return { library, form: direct, madeBy: undefined, isOfInstance: false };
    const [made, method = "", ...deeper] = path;
    const form = library.calls[method];
    const makes = made === undefined ? undefined : library.instances[made];
    if (!makes || !form || deeper.length > 0) continue;
    const madeBy = callee.kind === "Member" ? constructionOf(facts, callee.object, 0) : undefined;
    return { library, form, madeBy, isOfInstance: true };
  }
  return undefined;
}

/** The steps below a module that lead to a value, but for those that stand for the module itself. */
function pathBelow({ modules, itself }: HttpLibrary, { module, path }: ExternalValue): readonly string[] | undefined {
  if (!modules.includes(module)) return undefined;
  const from = path.findIndex((step) => !itself.includes(step));
  return from < 0 ? [] : path.slice(from);
}

/** The call that makes what an expression stands for. */
function constructionOf(facts: Values, e: Expression, depth: number): Call | undefined {
  if (depth > 8) return undefined;
  switch (e.kind) {
    case "Call":
      return e;
    case "Await":
    case "Wrap":
      return constructionOf(facts, e.value, depth + 1);
    case "Name": {
      const found = facts.program.bindingOf(e);
      const binding = found && (facts.program.importOrigin(found) ?? found);
      const [write, ...others] = binding?.writes ?? [];
      if (!write?.value || others.length > 0 || write.path.some(({ kind }) => kind !== "enter")) return undefined;
      return constructionOf(facts, write.value, depth + 1);
    }
    case "Member": {
      const [owner, ...others] = facts.of(e.object);
      if (owner?.kind !== "instance" || others.length > 0) return undefined;
      const [write, ...more] = facts.members(owner.node).get(e.property)?.writes ?? [];
      return write?.value && more.length === 0 ? constructionOf(facts, write.value, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * The parts of a request that a call gives, or those that all requests of an object share. Undefined where it cannot be told: arguments
 * are spread, or the options are built elsewhere.
 */
export function partsOf(
  facts: Values,
  { args }: Call,
  form: HttpForm,
  { named }: HttpLibrary,
): ReadonlyMap<HttpPart, SentPart> | undefined {
  const parts = new Map<HttpPart, SentPart>();
  let place = 0;
  let isClear = true;
  const take = (part: HttpPart | undefined, value: Expression, holder: Argument | Entry): void => {
    if (part !== undefined) parts.set(part, { value, holder });
  };
  const takeAll = ({ literal, isShared }: Options): void => {
    for (const entry of literal.entries) {
      const part = entry.key === undefined ? undefined : named[entry.key];
      if (entry.key === undefined || (isShared && part !== undefined && !SHARED.has(part))) isClear = false;
      else take(part, entry.value, entry);
    }
  };
  for (const argument of args) {
    const { form: how, name, value } = argument;
    if (how === "named") take(named[name!], value, argument);
    else if (how !== "positional") isClear = false;
    else {
      const part = form.positional[place++];
      const first = place === 1 && part === "url" && value.kind === "ObjectLiteral";
      const options = part === "options" || first ? optionsOf(facts, value) : undefined;
      if (options) takeAll(options);
      else if (part === "options" && value.kind !== "NullLiteral") isClear = false;
      else if (part !== "options") take(part, value, argument);
    }
  }
  return isClear ? parts : undefined;
}

interface Options {
  readonly literal: ObjectLiteral;
  /** Other calls are given it, too. */
  readonly isShared: boolean;
}

/** Parts that say the same in every request. */
const SHARED: ReadonlySet<HttpPart> = new Set<HttpPart>(["method", "headers", "base"]);

function optionsOf(facts: Values, value: Expression): Options | undefined {
  const literal = facts.literalOf(value);
  if (literal) return { literal, isShared: false };
  const binding = value.kind === "Name" ? facts.program.bindingOf(value) : undefined;
  const isOnlyGiven = binding && facts.program.references(binding).every(({ parent }) => parent?.kind === "Argument");
  const [only, ...others] = isOnlyGiven ? facts.of(value) : [];
  return only?.kind === "object" && others.length === 0 ? { literal: only.node, isShared: true } : undefined;
}
