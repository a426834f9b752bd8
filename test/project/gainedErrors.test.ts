import { describe, expect, it } from "vitest";
import { gainedErrors } from "../../scripts/lib/gained-errors.mjs";

const error = (text: string, line = 1) => ({ line, text });
const given = (to: string, method: string) =>
  error(
    `Argument of type "str | None" cannot be assigned to parameter "${to}" in function "${method}" (reportArgumentType)`,
  );

describe("type errors that a file gained", () => {
  it("are not those that moved, were copied, or say the same of another name", () => {
    const before = [error("Cannot find name 'a'. (TS2304)"), given("model", "create_agent")];
    const now = [
      error("Cannot find name 'a'. (TS2304)", 9),
      error("Cannot find name 'a'. (TS2304)", 12),
      given("model", "__init__"),
    ];
    expect(gainedErrors(before, now)).toEqual([]);
  });

  it("are those of another kind, and more of one kind than there were", () => {
    const fresh = error("Object is possibly 'undefined'. (TS2532)");
    expect(gainedErrors([error("Cannot find name 'a'. (TS2304)")], [fresh])).toEqual([fresh]);
    const two = [given("model", "__init__"), given("endpoint", "__init__")];
    expect(gainedErrors([given("model", "create_agent")], two)).toEqual([two[1]]);
  });
});
