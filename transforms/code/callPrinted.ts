import type { Operation } from "../../src/analysis/operation.js";
import type { HelperId } from "../../src/dialects/target.js";
import type { Code } from "../../src/languages/code.js";
import { enclosing } from "../../src/languages/walk.js";
import { awaited } from "./emit.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/** On whose behalf a function is printed, and whether its call has to be waited for where the client is asynchronous. */
interface CallHow {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
  readonly waits: boolean;
}

/**
 * A call, where an operation stands, of a function that asks for files and is printed into the file; awaited where the client is.
 * @throws Untranslatable where it cannot be awaited
 */
export function callPrinted(
  cx: Rewrite,
  { call, clients }: Operation,
  id: HelperId,
  args: readonly Code[],
  { waits, ...how }: CallHow,
): Code {
  const isAsync = clients.some(({ type }) => type.async);
  const fn = enclosing(call, "Function");
  if (waits && isAsync && (fn ? !fn.async : awaited(call).kind !== "Await"))
    throw new Untranslatable(
      "files are asked for in a call of their own, and there is no place to wait for it",
      "Make the function async, then run again.",
    );
  const printer = cx.printer(call.tree);
  const helper = cx.helper(call.tree, id, { ...how, isAsync });
  const code = printer.call(
    helper,
    args.map((value) => ({ name: undefined, value })),
    cx.style(call.tree),
  );
  return waits && isAsync ? printer.await(code) : code;
}
