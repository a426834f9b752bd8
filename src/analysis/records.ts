import type { Argument, Call, ClassNode, Expression, Field } from "../languages/tree.js";
import { textOf } from "../languages/walk.js";
import type { Values } from "./values.js";

/**
 * Python classes whose constructor takes their fields: data classes, named tuples and models of Pydantic. The fields that it takes, in
 * their order; undefined for other classes.
 */
function fieldsTaken(facts: Values, cls: ClassNode): readonly Field[] | undefined {
  if (cls.tree.language !== "python" || facts.members(cls).has("__init__")) return undefined;
  const isMade = cls.decorators.some((one) => /^(dataclasses\.)?dataclass\b/.test(textOf(one)));
  const isKept = cls.bases.some((base) => /(^|\.)(NamedTuple|BaseModel)$/.test(textOf(base)));
  if (!isMade && !isKept) return undefined;
  return cls.members.filter((m): m is Field => m.kind === "Field" && m.annotation !== undefined);
}

/** The field that an argument of a constructor fills. */
export function fieldFilled(facts: Values, cls: ClassNode, argument: Argument): Field | undefined {
  const fields = fieldsTaken(facts, cls);
  if (argument.form === "named") return fields?.find(({ name }) => name === argument.name);
  const call = argument.parent;
  if (argument.form !== "positional" || call?.kind !== "Call") return undefined;
  return fields?.[call.args.indexOf(argument)];
}

/** What constructions of such a class put into one of its fields. */
export function constructedWith(facts: Values, cls: ClassNode, name: string): readonly Expression[] {
  if (!fieldsTaken(facts, cls)) return [];
  return constructions(facts, cls).flatMap(({ args }) =>
    args.filter((argument) => fieldFilled(facts, cls, argument)?.name === name).map(({ value }) => value),
  );
}

function constructions({ program }: Values, cls: ClassNode): readonly Call[] {
  const binding = cls.name && program.bindingOf(cls.name);
  return (binding ? program.references(binding) : []).flatMap((reference) => {
    const { parent } = reference;
    return parent?.kind === "Call" && parent.callee === reference ? [parent] : [];
  });
}
