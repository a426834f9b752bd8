import type { Call } from "../languages/tree.js";
import { bagOf } from "./bagFields.js";
import { declaredMajor } from "./manifest.js";
import type { ArgumentOracle } from "./operation.js";
import { sharedLiteral } from "./sharedLiterals.js";
import { spelledMajor } from "./spelledMajor.js";
import type { Values } from "./values.js";

/** What reading the arguments of a call may ask: of values, of objects that carry them, and of the version they are written for. */
export function argumentOracle(facts: Values, call: Call): ArgumentOracle {
  const { program } = facts;
  const { path } = call.tree;
  return {
    valueOf: (e) => facts.of(e),
    literalOf: (e) => facts.literalOf(e),
    sharedLiteralOf: (e) => sharedLiteral(facts, e, call),
    bagOf: (e) => bagOf(facts, e, call),
    majorOf: (name) => declaredMajor(program.manifests, path, name) ?? spelledMajor(program, path, name),
  };
}
