import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression, Member } from "../../src/languages/tree.js";
import { ancestors, textOf } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `Path(annotation.text).name`, `os.path.basename(annotation.text)` and their like: the name of a file that the code interpreter made, cut
 * out of the path that its annotation was about. The citation of the file has it. Gives false for other reads.
 */
export function rewriteFileName(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number },
): boolean {
  const name = values.every(({ type }) => type === "Annotation") ? nameOfFile(cx, access) : undefined;
  if (!name) return false;
  const code = cx.printer(access.tree).member(carry(access.object), "filename");
  cx.replace(name, code, { ...how, reason: "The citation of a file has its name." });
  return true;
}

/** The expression that takes the name of a file out of `text` of its annotation. */
export function nameOfFile(cx: Rewrite, access: Member): Expression | undefined {
  const isOfFile = [...ancestors(access)].some(
    (up) => ["Loop", "If", "Function", "Comprehension"].includes(up.kind) && /file_?path/i.test(textOf(up)),
  );
  return isOfFile ? (byLibrary(cx, access) ?? bySplitting(access)) : undefined;
}

/** Functions that give the last part of a path, and classes that have it as `name`. */
const BASENAME = /^(os|os\.path|posixpath|path|node:path)\.(path\.)?basename$/;
const PATH = /^pathlib\.(Pure)?(Posix)?Path$/;

function byLibrary(cx: Rewrite, access: Member): Expression | undefined {
  const argument = access.parent;
  const call = argument?.parent;
  if (argument?.kind !== "Argument" || call?.kind !== "Call" || call.args.length !== 1) return undefined;
  const callee = calleeOf(cx, call);
  if (BASENAME.test(callee)) return call;
  const { parent } = call;
  return PATH.test(callee) && parent?.kind === "Member" && parent.property === "name" ? parent : undefined;
}

/** `text.split("/")[-1]`, `text.split("/").pop()`. */
function bySplitting(access: Member): Expression | undefined {
  const split = access.parent;
  const call = split?.parent;
  if (split?.kind !== "Member" || !/^r?split$/.test(split.property) || call?.kind !== "Call") return undefined;
  const [separator] = call.args;
  if (separator?.value.kind !== "StringLiteral" || separator.value.value !== "/") return undefined;
  const { parent } = call;
  if (parent?.kind === "Index" && parent.object === call && textOf(parent.index) === "-1") return parent;
  const taken = parent?.parent;
  const takes = parent?.kind === "Member" && taken?.kind === "Call" && taken.callee === parent ? parent.property : "";
  if (taken?.kind !== "Call") return undefined;
  const [place] = taken.args;
  const isLast = (takes === "pop" && !place) || (takes === "at" && place !== undefined && textOf(place.value) === "-1");
  return isLast ? taken : undefined;
}

/** "os.path.basename": module and path of what is called, where it is of a library. */
function calleeOf(cx: Rewrite, { callee }: Call): string {
  const [value, ...others] = cx.values.of(callee);
  if (value?.kind !== "external" || others.length > 0) return "";
  return [value.module, ...value.path.filter((step) => step !== "default" && step !== "*")].join(".");
}
