import type { ClientValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Argument, Call, Expression, SourceTree } from "../../src/languages/tree.js";
import { shimOption } from "../leftovers/leftovers.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { tellOfShim } from "../leftovers/tellOfShim.js";
import { credentialCode, ENDPOINT_HELP } from "./projectClient.js";

/**
 * `AgentsClient(endpoint=…, credential=…)` beside a project client, for classic calls that stay: what `project_client.agents` was, built from
 * the same arguments (`agents` of azure-ai-projects 1.0.0 and @azure/ai-projects 1.0.1). Where leftovers go to the shim, it is on the shim.
 */
export function agentsClient(cx: Rewrite, source: Call, client: ClientValue): Code {
  const { tree } = source;
  const target = cx.target(tree);
  const face = target.faces.agents!;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const module = client.type.async && face.asyncModule ? face.asyncModule : face.module;
  const callee = cx.want(tree, module, face.name, face.local);
  const mount = cx.options.leftovers === "shim" ? target.shim?.foundry : undefined;
  const { construct } = client.type;
  const isEndpoint = (argument: Argument, i: number): boolean =>
    (argument.form === "named" ? construct.named[argument.name!] : construct.positional[i]) === "endpoint";
  const args = source.args.flatMap((argument, i): PrintedArgument[] => {
    if (i === construct.options) return [];
    const value =
      mount?.variable !== undefined && isEndpoint(argument, i)
        ? printer.environment(mount.variable, style, false)
        : carry(argument.value);
    return [{ name: argument.form === "named" ? argument.name : undefined, value }];
  });
  if (mount?.variable !== undefined) cx.want(tree, "os", "*", "os");
  const options = optionsOf(source, construct.options);
  if (mount?.callee !== undefined) {
    const own = options.findIndex(({ key }) => key === mount.option);
    const [{ value } = { value: undefined }] = own < 0 ? [] : options.splice(own, 1);
    options.push({ key: mount.option, value: shimOption(cx, tree, mount, value) });
  }
  if (options.length > 0) args.push({ name: undefined, value: printer.object(options, style) });
  if (mount) tellOfShim(cx, source, client.type.service, mount);
  else tellOfOwn(cx, source);
  return printer.construct(callee, args, style);
}

/** The same as a file builds it for itself: from the environment. `at` is where it is needed. */
export function ownAgentsClient(cx: Rewrite, tree: SourceTree, isAsync: boolean, at: Expression): Code {
  const target = cx.target(tree);
  const face = target.faces.agents!;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const callee = cx.want(tree, isAsync && face.asyncModule ? face.asyncModule : face.module, face.name, face.local);
  const mount = cx.options.leftovers === "shim" ? target.shim?.foundry : undefined;
  if (tree.language === "python") cx.want(tree, "os", "*", "os");
  const isNamed = target.project!.arguments === "named";
  const args: PrintedArgument[] = [
    {
      name: isNamed ? "endpoint" : undefined,
      value: printer.environment(mount?.variable ?? target.project!.endpointVariable, style, tree.typed),
    },
    { name: isNamed ? "credential" : undefined, value: credentialCode(cx, tree, isAsync) },
  ];
  if (mount?.callee !== undefined)
    args.push({
      name: undefined,
      value: printer.object([{ key: mount.option, value: shimOption(cx, tree, mount) }], style),
    });
  if (mount) tellOfShim(cx, at, "foundry", mount);
  else tellOfOwn(cx, at, ` ${ENDPOINT_HELP}`);
  return printer.construct(callee, args, style);
}

function tellOfOwn(cx: Rewrite, at: Expression, needs = ""): void {
  const { agents, project } = cx.target(at.tree).faces;
  cx.find(
    at,
    rule,
    "warning",
    `Classic calls that stay have a client of their own (${agents!.name}): the current ${project!.name} does not serve them any more.`,
    `Migrate them by hand, then remove it.${needs}`,
  );
}

/** The construction's options, but for the version of an API that the client for agents does not speak. */
function optionsOf({ args }: Call, position: number | undefined): { key: string | undefined; value: Code }[] {
  let given = position === undefined ? undefined : args[position]?.value;
  while (given?.kind === "Wrap") given = given.value;
  if (!given || given.kind === "NullLiteral") return [];
  if (given.kind !== "ObjectLiteral") return [{ key: undefined, value: carry(given) }];
  return given.entries
    .filter(({ key }) => key !== "apiVersion")
    .map(({ key, value }) => ({ key, value: carry(value) }));
}
