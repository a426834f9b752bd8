import type { ClientValue } from "../../src/analysis/value.js";
import type { ProjectSpelling } from "../../src/dialects/target.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Call, Expression, SourceTree } from "../../src/languages/tree.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** What to do where a client has no project endpoint of its own. */
export const ENDPOINT_HELP =
  "Set FOUNDRY_PROJECT_ENDPOINT to the project's endpoint (https://<resource>.services.ai.azure.com/api/projects/<project>) and sign in with a credential that DefaultAzureCredential finds.";

/** `new AIProjectClient(endpoint, credential)`: the classic client's own where it has a project endpoint, else from the environment. */
export function projectClient(cx: Rewrite, source: Call, client: ClientValue): Code {
  const { tree } = source;
  const face = cx.target(tree).faces.project!;
  const module = client.type.async && face.asyncModule ? face.asyncModule : face.module;
  const callee = cx.want(tree, module, face.name, face.local);
  const given = constructionArguments(source, client);
  const endpoint: Code | undefined =
    client.type.service === "foundry" && given.endpoint ? carry(given.endpoint) : undefined;
  let credential: Code | undefined = endpoint && given.credential ? carry(given.credential) : undefined;
  if (endpoint === undefined) {
    cx.find(
      source,
      rule,
      "warning",
      "The client now needs a Foundry project endpoint; keys, resource endpoints and connection strings do not reach it.",
      ENDPOINT_HELP,
    );
    return environmentClient(cx, tree, client.type.async);
  }
  credential ??= credentialCode(cx, tree, client.type.async);
  return constructProject(cx, tree, callee, endpoint, credential);
}

/** `new AIProjectClient(<endpoint from the environment>, new DefaultAzureCredential())`. */
export function environmentClient(cx: Rewrite, tree: SourceTree, isAsync: boolean): Code {
  const face = cx.target(tree).faces.project!;
  const callee = cx.want(tree, isAsync && face.asyncModule ? face.asyncModule : face.module, face.name, face.local);
  if (tree.language === "python") cx.want(tree, "os", "*", "os");
  const endpoint = cx.printer(tree).environment(spelling(cx, tree).endpointVariable, cx.style(tree), tree.typed);
  return constructProject(cx, tree, callee, endpoint, credentialCode(cx, tree, isAsync));
}

/** Only where there are project clients are they asked for. */
function spelling(cx: Rewrite, tree: SourceTree): ProjectSpelling {
  return cx.target(tree).project!;
}

/** `DefaultAzureCredential()` */
export function credentialCode(cx: Rewrite, tree: SourceTree, isAsync: boolean): Code {
  const { credential } = spelling(cx, tree);
  const module = isAsync && credential.asyncModule !== undefined ? credential.asyncModule : credential.module;
  return cx.printer(tree).construct(cx.want(tree, module, credential.name, credential.name), [], cx.style(tree));
}

function constructProject(cx: Rewrite, tree: SourceTree, callee: string, endpoint: Code, credential: Code): Code {
  const named = spelling(cx, tree).arguments === "named";
  return cx.printer(tree).construct(
    callee,
    [
      { name: named ? "endpoint" : undefined, value: endpoint },
      { name: named ? "credential" : undefined, value: credential },
    ],
    cx.style(tree),
  );
}

/** The OpenAI client that a project client gives, built with the given options. */
export function fromProject(
  cx: Rewrite,
  tree: SourceTree,
  project: Code,
  options: readonly PrintedArgument[] = [],
): Code {
  const printer = cx.printer(tree);
  return printer.call(printer.member(project, spelling(cx, tree).openaiFromProject), options, cx.style(tree));
}

/** The construction's arguments by what they mean. */
export function constructionArguments(
  source: Call,
  client: ClientValue,
): { readonly endpoint?: Expression; readonly credential?: Expression } {
  const { construct } = client.type;
  const found: { endpoint?: Expression; credential?: Expression } = {};
  const take = (meaning: string | undefined, value: Expression): void => {
    if (meaning === "endpoint" || meaning === "credential") found[meaning] ??= value;
  };
  source.args.forEach((argument, i) => {
    if (argument.form === "named") take(construct.named[argument.name!], argument.value);
    else if (argument.form === "positional" && i === construct.options && argument.value.kind === "ObjectLiteral") {
      for (const entry of argument.value.entries)
        if (entry.key !== undefined) take(construct.named[entry.key], entry.value);
    } else if (argument.form === "positional") take(construct.positional[i], argument.value);
  });
  return found;
}
