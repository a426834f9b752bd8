import type { ClientValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Argument, Call } from "../../src/languages/tree.js";
import { shimOption } from "../leftovers/leftovers.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { tellOfShim } from "../leftovers/tellOfShim.js";

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
    options.push({ key: mount.option, value: shimOption(cx, source, mount, value) });
  }
  if (options.length > 0) args.push({ name: undefined, value: printer.object(options, style) });
  if (mount) tellOfShim(cx, source, client, mount);
  else
    cx.find(
      source,
      rule,
      "warning",
      `Classic calls that stay have a client of their own (${face.name}): the current ${target.faces.project!.name} does not serve them any more.`,
      "Migrate them by hand, then remove it.",
    );
  return printer.construct(callee, args, style);
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
