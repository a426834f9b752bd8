import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { ShimMount } from "../../src/dialects/target.js";
import type { Node, SourceTree, Statement } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import { lineEndAfter } from "./clientCode.js";
import { isModule } from "./holderFacts.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { tellOfShim } from "../leftovers/tellOfShim.js";
import { OPENAI, worksWithFiles } from "../leftovers/elsewhere.js";

/** Parts of the service that the module is asked for, too, and that are not classic. */
const SERVICES =
  /^(chat|completions|embeddings|images|audio|moderations|models|fine_tuning|batches|uploads|responses|conversations|realtime|videos|evals|containers|webhooks|skills)$/;

/** Settings that make the module a client of Azure OpenAI, which has an address of its own. */
const AZURE = /^(api_type|api_version|azure_endpoint|azure_ad_token(_provider)?)$/;

/**
 * Sends what a module is asked for as a client (`openai.beta.threads…`) to the proxy, in the file of an operation. Gives whether it goes
 * there: not where the program gives the module an address of its own.
 */
export function moduleToProxy(cx: Rewrite, operation: Operation, done: Set<SourceTree>): boolean {
  const holder = cx.faces.holders.rootOf.get(operation)?.holder;
  const [client] = operation.clients;
  const { tree } = operation.call;
  const mount = client && cx.target(tree).shim?.[client.type.service];
  if (!holder?.binding || !client || !isModule(cx, holder)) return false;
  if (mount?.variable === undefined || mount.moduleAddress === undefined) return false;
  if (done.has(tree)) return true;
  const modules = cx.faces.holders.all.flatMap((other) => (isModule(cx, other) ? [other.binding!] : []));
  if (modules.some((binding) => !isPlain(binding, mount))) return false;
  done.add(tree);
  if (holder.binding.reads.some((read) => isSet(read, mount))) return true;
  const printer = cx.printer(tree);
  cx.want(tree, "os", "*", "os");
  const address = mount.moduleAddress(printer.environment(mount.variable, cx.style(tree), false));
  const end = lineEndAfter(tree, lastSetting(cx, tree, holder.binding).end);
  cx.replaceSpan(tree, { start: end, end }, [`\n${holder.binding.name}.${mount.option} = `, address], {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "What is left goes to the proxy.",
    place: { indentation: "", column: 0, trailing: 0 },
  });
  const servesMore = mount.upstream === "project" && modules.some(isAskedForMore);
  tellOfShim(cx, holder.binding.declarations[0]!, client.type.service, mount, servesMore ? OPENAI : undefined);
  return true;
}

/** Whether a module is used by its members only, without an address of its own. */
function isPlain({ reads }: Binding, mount: ShimMount): boolean {
  return reads.every((read) => {
    const { parent } = read;
    if (parent?.kind !== "Member" || parent.object !== read) return false;
    if (parent.property === mount.option) return isSet(read, mount);
    return !AZURE.test(parent.property) && (mount.upstream === "own" || !worksWithFiles(parent.property));
  });
}

function isAskedForMore({ reads }: Binding): boolean {
  return reads.some(({ parent }) => parent?.kind === "Member" && SERVICES.test(parent.property));
}

/** Whether this is where the module gets the address of the proxy. */
function isSet(read: Node, { option, variable }: ShimMount): boolean {
  const { parent } = read;
  const assign = parent?.kind === "Member" && parent.property === option ? parent.parent : undefined;
  return assign?.kind === "Assign" && assign.target === parent && textOf(assign).includes(variable!);
}

/** The statement behind which the module is set up: the last one of the file that sets a member of it, or else the last import. */
function lastSetting(cx: Rewrite, tree: SourceTree, binding: Binding): Statement {
  const imports = cx.imports(tree).statements(tree);
  const settings = binding.reads.flatMap((read) => {
    const member = read.parent;
    const assign = member?.kind === "Member" ? member.parent : undefined;
    const statement = assign?.kind === "Assign" && assign.target === member ? assign.parent : undefined;
    return statement?.kind === "ExpressionStatement" && statement.parent === tree.root ? [statement] : [];
  });
  return [...imports.filter((s) => s.parent === tree.root || s.parent === undefined), ...settings].at(-1)!;
}
