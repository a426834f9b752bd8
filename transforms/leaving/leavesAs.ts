import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

/** How something leaves the program: as data, or as an object whose fields callers out of sight read. */
export type Leaving = "data" | "object";

/** How an expression leaves the program, where it only becomes part of something that does; undefined for all else. */
export function leavesAs(cx: Rewrite, e: Expression): Leaving | undefined {
  const { parent } = e;
  switch (parent?.kind) {
    case "Await":
    case "Wrap":
    case "ArrayLiteral":
      return leavesAs(cx, parent);
    case "Conditional":
      return parent.test === e ? undefined : leavesAs(cx, parent);
    case "Spread":
      return parent.parent?.kind === "ArrayLiteral" ? leavesAs(cx, parent.parent) : undefined;
    case "Entry":
      return parent.value === e ? leavesAs(cx, parent.parent as Expression) : undefined;
    case "Argument":
      if (parent.parent?.kind !== "Call") return undefined;
      return takesData(cx, parent.parent) ? "data" : filledAs(cx, parent.parent);
    case "Return":
      return givenAs(cx, parent);
    case "Function":
      return parent.body === e ? givenAs(cx, parent) : undefined;
    case "Comprehension":
      return parent.element === e ? leavesAs(cx, parent) : undefined;
    case "Declarator":
    case "Assign":
      return parent.value === e && isLiteral(e) ? leavesIn(cx, parent.target) : undefined;
    default:
      return undefined;
  }
}

/** How what is in a variable leaves, where it is filled for nothing else. */
export function leavesIn(cx: Rewrite, target: Node): Leaving | undefined {
  const binding = target.kind === "Name" ? cx.program.bindingOf(target) : undefined;
  return binding && onlyLeavesAs(cx, binding);
}

function filledAs(cx: Rewrite, { callee }: Call): Leaving | undefined {
  return callee.kind === "Member" && isFilling(callee.object) ? leavesIn(cx, callee.object) : undefined;
}

function isLiteral(e: Expression): boolean {
  return e.kind === "ObjectLiteral" || e.kind === "ArrayLiteral" || e.kind === "Comprehension";
}

/** How a variable leaves, where all that happens to it is that it is filled and does so. */
export function onlyLeavesAs(cx: Rewrite, binding: Binding): Leaving | undefined {
  if (binding.writes.length !== 1 || cx.program.isPublic(binding) || saysClassic(cx, binding.annotation))
    return undefined;
  const [first, ...others] = binding.reads.filter((read) => !isFilling(read)).map((read) => leavesAs(cx, read));
  return others.every((other) => other === first) ? first : undefined;
}

/** Whether something is put into a list: `list.push(x)`. */
function isFilling({ parent }: Expression): boolean {
  return (
    parent?.kind === "Member" &&
    /^(push|append|unshift)$/.test(parent.property) &&
    parent.parent?.kind === "Call" &&
    parent.parent.parent?.kind === "ExpressionStatement"
  );
}

/** Functions that turn what they are given into JSON, or send it. */
const TAKES_DATA =
  /(^|\.)(json|jsonify|send|emit|stringify|dumps|JSONResponse|ORJSONResponse|UJSONResponse|JsonResponse|jsonable_encoder)$/;

function takesData(cx: Rewrite, call: Call): boolean {
  const { callee, tree } = call;
  if (cx.values.of(callee).some((v) => v.kind === "function" || v.kind === "class")) return false;
  return TAKES_DATA.test(tree.text.slice(callee.start, callee.end).replace(/\([^()]*\)/g, ""));
}

/** How what a function gives leaves, where it goes to callers out of sight alone. */
function givenAs(cx: Rewrite, at: Node): Leaving | undefined {
  const fn = at.kind === "Function" ? at : enclosing(at, "Function");
  if (!fn || saysClassic(cx, fn.returns)) return undefined;
  const isData = fn.tree.language === "javascript";
  if (fn.parent?.kind === "Argument")
    return isData && fn.parent.parent?.kind === "Call" && isForeign(cx, fn.parent.parent) ? "data" : undefined;
  if (isOverriding(cx, fn) || fn.generator || cx.values.isCalled(fn)) return undefined;
  const { calls, callbacks, others, handed } = cx.values.callers(fn);
  if (calls.length + callbacks.length > 0 || (fn.accessor === "get" && handed)) return undefined;
  if (isData || isRoute(fn)) return "data";
  // What a decorator makes of it, or whoever is handed the function, need not read attributes.
  return others ? undefined : "object";
}

/** Whether a base class of the program has a method of the same name: its callers may get this one. */
function isOverriding(cx: Rewrite, { name, parent }: FunctionNode): boolean {
  if (parent?.kind !== "Class" || !name) return false;
  return parent.bases
    .flatMap((base) => cx.values.of(base))
    .some((v) => v.kind === "class" && cx.values.members(cx.values.declaringClass(v.node, name.name)).has(name.name));
}

/** A function given to a call that is neither of the program nor of a list or promise. */
function isForeign(cx: Rewrite, call: Call): boolean {
  const { callee } = call;
  if (
    callee.kind === "Member" &&
    /^(map|flatMap|filter|find|then|catch|finally|reduce|sort|forEach)$/.test(callee.property)
  )
    return false;
  return !cx.values.of(callee).some((v) => v.kind === "function" || v.kind === "class");
}

/** Whether an annotation names an object of the classic SDK: then the type changes with it. */
function saysClassic(cx: Rewrite, annotation: Expression | undefined): boolean {
  return annotation !== undefined && cx.values.ofAnnotation(annotation).some((v) => v.kind === "result");
}

/** A function that a web framework calls for an address (`@app.get("/…")`, `@app.route("/…")`): it makes JSON of what it is given. */
function isRoute(fn: FunctionNode): boolean {
  return fn.decorators.some((one) =>
    /\.(get|post|put|patch|delete|route|api_route|websocket)\s*\(/.test(one.tree.text.slice(one.start, one.end)),
  );
}
