import type { Binding } from "../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Node } from "../src/languages/tree.js";
import { enclosing } from "../src/languages/walk.js";
import type { Rewrite } from "./rewrite.js";

/** Whether an expression only becomes part of something that leaves the program as data. */
export function becomesData(cx: Rewrite, e: Expression): boolean {
  const { parent } = e;
  switch (parent?.kind) {
    case "Await":
    case "Wrap":
    case "ArrayLiteral":
      return becomesData(cx, parent);
    case "Conditional":
      return parent.test !== e && becomesData(cx, parent);
    case "Spread":
      return parent.parent?.kind === "ArrayLiteral" && becomesData(cx, parent.parent);
    case "Entry":
      return parent.value === e && becomesData(cx, parent.parent as Expression);
    case "Argument":
      return parent.parent?.kind === "Call" && (takesData(cx, parent.parent) || fillsData(cx, parent.parent));
    case "Return":
      return givesData(cx, parent);
    case "Function":
      return parent.body === e && givesData(cx, parent);
    case "Comprehension":
      return parent.element === e && becomesData(cx, parent);
    case "Declarator":
    case "Assign":
      return parent.value === e && isLiteral(e) && isDataIn(cx, parent.target);
    default:
      return false;
  }
}

/** Whether a variable is filled for nothing but to become data. */
export function isDataIn(cx: Rewrite, target: Node): boolean {
  const binding = target.kind === "Name" ? cx.program.bindingOf(target) : undefined;
  return binding !== undefined && onlyBecomesData(cx, binding);
}

function fillsData(cx: Rewrite, { callee }: Call): boolean {
  return callee.kind === "Member" && isFilling(callee.object) && isDataIn(cx, callee.object);
}

function isLiteral(e: Expression): boolean {
  return e.kind === "ObjectLiteral" || e.kind === "ArrayLiteral" || e.kind === "Comprehension";
}

/** Whether all that happens to a variable is that it is filled and becomes data. */
export function onlyBecomesData(cx: Rewrite, binding: Binding): boolean {
  const reads = binding.reads.filter((read) => !isFilling(read));
  return (
    binding.writes.length === 1 &&
    !cx.program.isPublic(binding) &&
    !saysClassic(cx, binding.annotation) &&
    reads.length > 0 &&
    reads.every((read) => becomesData(cx, read))
  );
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

/** Whether what a function gives goes to callers out of sight alone, as data. */
function givesData(cx: Rewrite, at: Node): boolean {
  const fn = at.kind === "Function" ? at : enclosing(at, "Function");
  if (!fn || saysClassic(cx, fn.returns)) return false;
  if (fn.parent?.kind === "Argument")
    return fn.tree.language === "javascript" && fn.parent.parent?.kind === "Call" && isForeign(cx, fn.parent.parent);
  if (isOverriding(cx, fn) || fn.accessor === "get" || fn.generator || cx.values.isCalled(fn)) return false;
  const { calls, callbacks } = cx.values.callers(fn);
  if (calls.length + callbacks.length > 0) return false;
  return fn.tree.language === "javascript" || isRoute(fn);
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
