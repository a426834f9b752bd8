import { typedByMarks } from "./files-js.js";
import type { SettingsFromElsewhereHelper, TargetHelper } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const CHANGES = "«: OpenAI.Beta.AssistantUpdateParams»";
const LABELS = "name?: string | null; description?: string | null; metadata?: Record<string, string> | null";

/**
 * Functions for settings of an assistant that are only known at run time, for JavaScript and TypeScript files; `tool` and `definition` are
 * the types of a tool and of a definition there.
 */
export function changedSettingsJs(
  tool: string,
  definition: string,
  types: readonly string[],
): Readonly<Record<SettingsFromElsewhereHelper, TargetHelper>> {
  const settings = `Partial<${definition}>`;
  return {
    changedSettings: {
      ...typedByMarks(
        ["changedSettings", "changedDefinition"],
        [
          "/** Settings of an assistant as a definition has them; `latest` are the tools that it has. */",
          `function NAME(changes${CHANGES}, latest«?: readonly ${tool}[] | null»)«: ${settings}» {`,
          "\tconst { model, instructions, temperature, top_p, tools, tool_resources: resources } = changes;",
          "\tconst { reasoning_effort: effort, response_format: format } = changes;",
          '\tconst schema = typeof format === "object" && format && "json_schema" in format ? format.json_schema : {};',
          '\tconst type = typeof format === "object" && format ? format.type : "text";',
          "\tconst settings = {",
          "\t\tmodel,",
          "\t\tinstructions,",
          "\t\ttemperature,",
          "\t\ttop_p,",
          "\t\ttools: tools",
          "\t\t\t? USED(tools, { ...ALSO(latest), ...resources })",
          "\t\t\t: resources",
          "\t\t\t\t? BESIDES(latest, resources)",
          "\t\t\t\t: undefined,",
          "\t\treasoning: effort === undefined ? undefined : { effort },",
          "\t\ttext: format === undefined ? undefined : { format: { type, ...schema } },",
          "\t};",
          `\treturn Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))« as ${settings}»;`,
          "}",
        ],
      ),
      imports: [openai],
      types,
      uses: ["flattenTools", "filesOfTools", "withOtherFiles"],
    },
    changedVersion: {
      ...withResult(
        "[any, object]",
        typedByMarks(
          ["changedVersion", "changedAgentVersion"],
          [
            "/** The latest version of an agent with what an assistant is updated with: its definition, and the rest. */",
            "function NAME(",
            "\tlatest«: { definition: object; description?: string; metadata?: Record<string, string> | null }»,",
            `\tchanges${CHANGES},`,
            `)«: [${definition}, { description?: string; metadata?: Record<string, string> }]» {`,
            `\tconst { tools } = latest.definition« as ${definition}»;`,
            "\tconst settings = Object.entries({ ...latest.definition, ...USED(changes, tools) });",
            `\tconst definition = Object.fromEntries(settings.filter(([, value]) => value !== null))« as unknown as ${definition}»;`,
            "\tconst { name, description = latest.description, metadata = latest.metadata } = changes;",
            "\tconst label«: Record<string, string>» = name ? { assistant_name: name } : {};",
            "\treturn [definition, { description: description ?? undefined, metadata: { ...metadata, ...label } }];",
            "}",
          ],
        ),
      ),
      imports: [openai],
      types,
      uses: "changedSettings",
    },
    assistantFields: {
      ...typedByMarks(
        ["assistantFields", "fieldsOfAssistant"],
        [
          "/** What an assistant is created or changed with, as it is kept; `latest` are the tools that it has. */",
          `function NAME(settings${CHANGES}, latest«?: readonly ${tool}[] | null»)«: ${settings} & { ${LABELS} }» {`,
          "\tconst { name, description, metadata } = settings;",
          "\tconst labels = Object.entries({ name, description, metadata }).filter(([, value]) => value !== undefined);",
          "\treturn { ...Object.fromEntries(labels), ...USED(settings, latest) };",
          "}",
        ],
      ),
      imports: [openai],
      uses: "changedSettings",
    },
  };
}

/** What a function gives is said in its comment where files have no types: a list of a known length, to be spread. */
function withResult(type: string, helper: TargetHelper): TargetHelper {
  const [comment, ...lines] = helper.lines;
  return { ...helper, lines: [comment!.replace(" */", ` @returns {${type}} */`), ...lines] };
}
