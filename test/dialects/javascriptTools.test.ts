import { ToolSet, ToolUtility } from "@azure/ai-agents";
import { ToolSet as PreviewToolSet, ToolUtility as PreviewToolUtility } from "ai-projects-beta";
import { describe, expect, it } from "vitest";
import { azureAgentsJs } from "../../src/dialects/azure-agents-js.js";
import { azureProjectsBetaJs } from "../../src/dialects/azure-projects-beta-js.js";
import type { ClassicDialect, ModelClass, Template } from "../../src/dialects/types.js";

type Helper = (...given: unknown[]) => Record<string, unknown>;

const INSTALLED = [
  { dialect: azureAgentsJs, utility: ToolUtility, toolSet: ToolSet },
  { dialect: azureProjectsBetaJs, utility: PreviewToolUtility, toolSet: PreviewToolSet },
];

/** What a helper's arguments are in the tests; the others are plain strings. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  vector_store_ids: ["vs_1"],
  vector_stores: [{ storeName: "docs" }],
  file_ids: ["file_1"],
  data_sources: undefined,
  definition_details: { maxNumResults: 3 },
  search_configurations: [{ connectionId: "c" }],
  function_definition: { name: "f", parameters: {} },
  open_api_function_definition: { name: "f", spec: {}, auth: { type: "anonymous" } },
  options: { queryType: "simple", topK: 3 },
};

describe.each(INSTALLED)("tool helpers of $dialect.id", ({ dialect, utility, toolSet }) => {
  const helpers = Object.entries(dialect.models).filter(([name]) => name.startsWith("ToolUtility."));

  it("are those of the package", () => {
    const names = Object.getOwnPropertyNames(utility).filter((name) => name.startsWith("create"));
    expect(helpers.map(([name]) => name).sort()).toEqual(names.map((name) => `ToolUtility.${name}`).sort());
    const methods = Object.getOwnPropertyNames(toolSet.prototype).filter((name) => name.startsWith("add"));
    expect(Object.keys(dialect.models["ToolSet"]!.builds!).sort()).toEqual(methods.sort());
  });

  it.each(helpers.filter(([, model]) => model.templates!["definition"] !== undefined))(
    "%s gives what its templates say",
    (name, model: ModelClass) => {
      const given = model.positional!.map((one) => (one in SAMPLES ? SAMPLES[one] : `a ${one}`));
      const helper = (utility as unknown as Record<string, Helper>)[name.replace("ToolUtility.", "")]!;
      const made = inWireNames(dialect, helper(...given)) as Record<string, unknown>;
      const holes = Object.fromEntries(
        model.positional!.map((one, index) => [one, inWireNames(dialect, given[index])]),
      );
      for (const [member, template] of Object.entries(model.templates!))
        expect(made[member]).toEqual(fill(template, holes) ?? {});
    },
  );
});

/** A value with its keys as the wire has them. */
function inWireNames(dialect: ClassicDialect, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => inWireNames(dialect, one));
  if (typeof value !== "object" || value === null) return value;
  const wire = (key: string) =>
    dialect.fieldNames[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [wire(key), inWireNames(dialect, one)]),
  );
}

/** A template with its holes filled; undefined when nothing of it is left. */
function fill(template: Template, holes: Readonly<Record<string, unknown>>): unknown {
  if (typeof template === "string" && template.startsWith("$")) return holes[template.slice(1)];
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) {
    const items = template.map((one: Template) => fill(one, holes)).filter((one) => one !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const entries = Object.entries(template as Readonly<Record<string, Template>>).flatMap(
    ([key, one]): [string, unknown][] => {
      const value = fill(one, holes);
      if (value === undefined) return [];
      return key === "..." ? Object.entries(value as Readonly<Record<string, unknown>>) : [[key, value]];
    },
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
