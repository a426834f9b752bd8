import type { ClientValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Call, Expression, ObjectLiteral } from "../../src/languages/tree.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Options of transport that the OpenAI client of a project is made with, too. */
const TAKEN = /^(timeout|maxRetries|max_retries|defaultHeaders|default_headers|fetchOptions)$/;

/** Headers and parameters that only say which classic API is meant. */
const CLASSIC = /^(openai-beta|api-version)$/i;

/**
 * What a classic OpenAI client was built with that goes to the one of a project: timeouts, retries and headers. A finding names what does
 * not, as options of Azure's clients. `isAgain`: the classic client stays beside it, so only what may be written twice is taken.
 */
export function clientOptions(cx: Rewrite, source: Call, client: ClientValue, isAgain = false): PrintedArgument[] {
  const isAzure = client.type.service === "foundry";
  const taken: PrintedArgument[] = [];
  const lost: string[] = [];
  for (const { name, value } of given(source, client)) {
    if (name === undefined) lost.push("options that stand elsewhere");
    else if (client.type.construct.named[name] !== "transport" || saysOnlyClassic(value)) continue;
    else if (!isAzure && TAKEN.test(name) && isTakeable(value, isAgain)) taken.push({ name, value: carry(value) });
    else lost.push(`\`${name}\``);
  }
  if (lost.length > 0)
    cx.find(
      source,
      rule,
      "warning",
      `The client was built with ${lost.join(" and ")}: the new one is built without.`,
      "Give it to the new client where its calls need it.",
    );
  return taken;
}

/** The options of a construction; one without a name where they are not written out. */
function given(
  { args }: Call,
  { type: { construct } }: ClientValue,
): readonly { readonly name?: string; readonly value: Expression }[] {
  return args.flatMap((argument, i) => {
    const { form, name, value } = argument;
    if (form === "named") return [{ name: name!, value }];
    if (form !== "positional") return [{ value }];
    if (i !== construct.options) return [];
    if (value.kind !== "ObjectLiteral") return [{ value }];
    return value.entries.map((entry) => ({ ...(entry.key !== undefined && { name: entry.key }), value: entry.value }));
  });
}

function isTakeable(value: Expression, isAgain: boolean): boolean {
  if (value.kind === "ObjectLiteral")
    return !isAgain && !keysOf(value).some((key) => key === undefined || CLASSIC.test(key));
  if (isAgain) return value.kind === "NumberLiteral" || value.kind === "Name";
  // Objects of httpx in Python: the current SDK has others.
  return value.kind !== "Call" || value.tree.language === "javascript";
}

function saysOnlyClassic(value: Expression): boolean {
  return value.kind === "ObjectLiteral" && keysOf(value).every((key) => key !== undefined && CLASSIC.test(key));
}

function keysOf({ entries }: ObjectLiteral): readonly (string | undefined)[] {
  return entries.map(({ key }) => key);
}
