import type { ClientValue } from "../../src/analysis/value.js";
import type { ClientService } from "../../src/dialects/types.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Argument, Call, Expression } from "../../src/languages/tree.js";
import type { HolderPlan } from "./faces.js";
import type { OtherUse } from "./holder.js";
import { styleAt } from "../code/positions.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { unwrap } from "./occurrences.js";

/** How the current class of the same package serves what a client is used for besides agents; undefined where it does not. */
export function serviceOf(cx: Rewrite, client: ClientValue, path: string): ClientService | undefined {
  const { services, prefix } = client.type;
  if (!services) return undefined;
  const [group, ...method] = path.split(".");
  const found = services[path] ?? services[`${group!}.*`];
  if (found) return found;
  // `agents.delete(name)`: written for the current SDK already.
  const current = Object.values(cx.target(client.site?.tree ?? cx.program.files[0]!.tree).operations);
  return group === prefix && method.length > 0 && current.some((operation) => operation.path === path) ? {} : undefined;
}

/** Calls of a project client's other services, where the current SDK spells them in another way. */
export function rewriteServices(cx: Rewrite, plan: HolderPlan): void {
  for (const use of plan.holder.others) {
    if (use.service?.variable !== undefined) readVariable(cx, use.at as Expression, use.path!, use.service);
    const call = use.at.parent;
    if (!use.service || call?.kind !== "Call" || call.callee !== use.at) continue;
    const receiver = projectAt(cx, plan, use);
    if (receiver === undefined) continue;
    const path = use.service.path ?? use.path!;
    const changes = changedArguments(call, use.service);
    if (path === use.path && changes === undefined && plan.primary === "project" && isWrittenOut(use)) continue;
    const printer = cx.printer(call.tree);
    const how = { rule, flow: -1, reason: "The current client serves it so." };
    const callee = path.split(".").reduce<Code>((object, step) => printer.member(object, step), receiver);
    cx.replace(use.at, callee, how);
    if (changes) cx.replaceSpan(call.tree, call.argumentsSpan!, printer.call("", changes, cx.style(call.tree)), how);
    if (use.service.because !== undefined)
      cx.find(
        call,
        rule,
        "warning",
        path === use.path
          ? `Other arguments of \`${path}\` have to be given. ${use.service.because}`
          : `\`${use.path!}\` is \`${path}\` now. ${use.service.because}`,
        "Check what is done with its result.",
      );
  }
}

/** Whether all steps from the client to what is used are written at the use: not where a part of it has a name (`agents.list()`). */
function isWrittenOut({ at, root, path }: OtherUse): boolean {
  const steps: string[] = [];
  let e = at as Expression;
  for (; e !== root && e.kind === "Member"; e = unwrap(e.object)) steps.unshift(e.property);
  return steps.join(".") === path;
}

/** What a client knew of its project, from the environment. */
function readVariable(cx: Rewrite, at: Expression, path: string, { variable, because }: ClientService): void {
  const { tree } = at;
  const code = cx.printer(tree).environment(variable!, styleAt(cx, at), tree.typed);
  if (tree.language === "python") cx.want(tree, "os", "*", "os");
  cx.replace(at, code, { rule, flow: -1, reason: "The current client does not know it.", safety: "review" });
  cx.find(
    at,
    rule,
    "warning",
    `\`${path}\` is read from the environment now. ${because ?? ""}`,
    `Set ${variable!} where the program runs.`,
  );
}

function projectAt(cx: Rewrite, plan: HolderPlan, { root }: OtherUse): Code | undefined {
  if (!root) return undefined;
  if (plan.primary === "project") {
    const binding = root.kind === "Name" ? cx.program.bindingOf(root) : undefined;
    return (binding && cx.renames.get(binding)) ?? carry(root);
  }
  const name = plan.companions.get("project");
  if (name === undefined) return undefined;
  return root.kind === "Member" ? cx.printer(root.tree).member(carry(root.object), name) : name;
}

/** The arguments as they have to be, or undefined where they stay. */
function changedArguments(
  call: Call,
  { keywords = {}, withoutArguments }: ClientService,
): readonly { readonly name: string | undefined; readonly value: Code }[] | undefined {
  if (call.args.length === 0) return undefined;
  if (withoutArguments) return [];
  const isOld = (a: Argument) => a.form === "named" && keywords[a.name!] !== undefined;
  if (!call.args.some(isOld)) return undefined;
  return call.args.flatMap((argument) => {
    const name = isOld(argument) ? keywords[argument.name!] : argument.name;
    return name === null ? [] : [{ name, value: carry(argument.value) }];
  });
}
