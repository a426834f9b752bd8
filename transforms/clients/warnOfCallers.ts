import type { ClientValue } from "../../src/analysis/value.js";
import type { Node } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import type { HolderPlan } from "./faces.js";
import type { Holder } from "./holder.js";
import { clientsOf, isBuiltHere, isFilled, isOpen, isProjectHolder, usesOf } from "./holderFacts.js";
import { ENDPOINT_HELP } from "./projectClient.js";

/**
 * A client that comes from callers or a framework outside the run is one of the current API from now on: where its class changes, the
 * type says so, this finding says it in any case. The class of the current SDK arrives by itself with the package. A client that only
 * its calls tell is named too: nothing in the code proves it.
 */
export function warnOfCallers(cx: Rewrite, { holder, primary, isApart }: HolderPlan): void {
  if (isApart) return warnOfOwn(cx, holder);
  if (primary === "classic" || isBuiltHere(cx, holder) || !isOpen(cx, holder)) return;
  const assumed = clientsOf(cx, holder).find((client) => client.assumed);
  for (const at of placesOf(holder)) {
    const { faces, project } = cx.target(at.tree);
    const name = holder.binding?.name ?? holder.field?.name ?? holder.property?.name ?? textOf(at);
    const from = `\`${name}\` ${assumed ? `is taken for an ${classOf(assumed)} by the calls on it; it ` : ""}comes from code that is not among the files given`;
    if (project && faces.project && !isProjectHolder(cx, holder)) {
      const what =
        primary === "project"
          ? `the ${faces.project.name}`
          : `the client that \`${project.openaiFromProject}()\` of an ${faces.project.name} gives`;
      cx.find(
        at,
        rule,
        "warning",
        `${from}: that code has to pass ${what} now.`,
        `Change where it is made, or run again with those files. ${ENDPOINT_HELP}`,
      );
    } else if (assumed)
      cx.find(
        at,
        rule,
        "warning",
        `${from}.`,
        "Check that it is one and that the package of the current API reaches that code, or run again with those files.",
      );
  }
}

/** Where to say it: where the client comes in, or its first use in each file. */
function placesOf(holder: Holder): readonly Node[] {
  const { binding, fn, field, property } = holder;
  const at = binding?.parameter?.node ?? fn?.name ?? field?.cls.name ?? fn ?? property ?? binding?.declarations[0];
  if (at) return [at];
  return firstInEachFile(usesOf(holder));
}

function firstInEachFile(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter((node, i) => nodes.findIndex(({ tree }) => tree === node.tree) === i);
}

/** Operations that hang on a client which their file builds for itself. */
function warnOfOwn(cx: Rewrite, holder: Holder): void {
  const roots = holder.operations.flatMap(({ operation, root }) => (cx.isActive(operation) ? [root] : []));
  const why = isFilled(holder) ? "is still needed as it is" : "comes from code that is not among the files given";
  for (const root of firstInEachFile(roots))
    cx.find(
      root,
      rule,
      "warning",
      `\`${textOf(root)}\` ${why}: a client of the current API is built in this file.`,
      `Move the new client to where several files can share it. ${ENDPOINT_HELP}`,
    );
}

function classOf({ type }: ClientValue): string {
  return type.name === "default" ? "OpenAI" : type.name;
}
