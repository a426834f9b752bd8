import { describe, expect, it } from "vitest";
import { azureAgentsJs } from "../../src/dialects/azure-agents-js.js";
import { azureProjectsBetaJs } from "../../src/dialects/azure-projects-beta-js.js";
import { openaiJs } from "../../src/dialects/openai-js.js";
import type { ClassicDialect } from "../../src/dialects/types.js";
import { classicShape } from "../../src/protocol/classic.js";
import { exportedTypes } from "./packageTypes.js";

/** The dialects' types against the packages that declare them; `package` stands in for the module's first part. */
const INSTALLED: readonly { dialect: ClassicDialect; module: string; package: string; atLeast: number }[] = [
  { dialect: openaiJs, module: "openai", package: "openai-4", atLeast: 550 },
  { dialect: openaiJs, module: "openai", package: "openai", atLeast: 550 },
  { dialect: openaiJs, module: "openai", package: "openai-7", atLeast: 550 },
  { dialect: azureAgentsJs, module: "@azure/ai-agents", package: "@azure/ai-agents", atLeast: 190 },
  { dialect: azureProjectsBetaJs, module: "@azure/ai-projects", package: "ai-projects-beta", atLeast: 200 },
];

/** Fields that exist and mean nothing for a migration: positions in deltas, stream details, tools of previews. */
const UNKNOWN_FIELDS = new Set([
  "Annotation.index",
  "CodeInterpreterOutput.index",
  "StreamEvent.enabled",
  "ToolResources.azure_function",
]);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe.each(INSTALLED)("types of $dialect.id in $package", ({ dialect, module, package: installed, atLeast }) => {
  const found = exportedTypes(
    dialect.types.flatMap(({ name, modules }) =>
      modules.map((one) => `${installed}${one.slice(module.length)}#${name}`),
    ),
  );

  it("has most of them", () => {
    expect(found.size).toBeGreaterThanOrEqual(atLeast);
  });

  it("gives each the shape whose fields it has", () => {
    const wrong = dialect.types.flatMap(({ name, modules, shape }) => {
      const fields = shape === undefined ? undefined : classicShape(shape)?.fields;
      if (!fields) return [];
      const keys = modules.flatMap((one) => found.get(`${installed}${one.slice(module.length)}#${name}`) ?? []);
      return keys
        .map((key) => dialect.fieldNames[key] ?? (dialect.casing === "camel" ? snake(key) : key))
        .filter((field) => !fields[field] && !UNKNOWN_FIELDS.has(`${shape!}.${field}`))
        .map((field) => `${name} (${shape!}).${field}`);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});
