import { describe, expect, it } from "vitest";
import {
  classicDialects,
  dialectsOf,
  findClients,
  findConstant,
  findOperation,
  findType,
} from "../../src/dialects/index.js";
import { needles } from "../../src/dialects/needles.js";
import { azureAgentsPython } from "../../src/dialects/azure-agents-python.js";
import { azureAgentsJs } from "../../src/dialects/azure-agents-js.js";
import { openaiJs } from "../../src/dialects/openai-js.js";
import { openaiPython } from "../../src/dialects/openai-python.js";
import type { ClassicDialect, Layout } from "../../src/dialects/types.js";
import { classicOperation, classicShape } from "../../src/protocol/classic.js";

const RUN_OPERATIONS = ["runs.create", "runs.retrieve", "runs.submitToolOutputs", "threads.createAndRun"];

/** Slots that are no wire fields of the operation: what a convenience takes beside them. */
const HELPER_SLOTS: Readonly<Record<string, readonly string[]>> = {
  lastMessage: ["role"],
  lastMessageText: ["role"],
  save: ["file_name", "target_dir"],
  upload: ["file"],
  uploadAndPoll: ["file"],
};

function wireFields(operation: string): ReadonlySet<string> {
  const wire = classicOperation(operation)!;
  return new Set([...wire.path, ...Object.keys(wire.query), ...Object.keys(wire.body)]);
}

function slots({ positional }: Layout): readonly string[] {
  return positional.map((slot) => slot.replace(/\?$/, ""));
}

describe.each(classicDialects.map((dialect) => [dialect.id, dialect] as const))(
  "%s",
  (_id, dialect: ClassicDialect) => {
    it("spells every operation's path once", () => {
      const paths = dialect.operations.map(({ path }) => path);
      expect(paths).toHaveLength(new Set(paths).size);
    });

    it("only names operations of the protocol", () => {
      expect(dialect.operations.filter(({ operation }) => !classicOperation(operation))).toEqual([]);
    });

    it("puts wire fields of the operation into its slots, and every path parameter into one of them", () => {
      const wrong = dialect.operations.flatMap(({ path, operation, layouts, select }) => {
        const known = new Set([...wireFields(operation), ...(HELPER_SLOTS[select ?? ""] ?? [])]);
        return layouts.flatMap((layout) => {
          const named = slots(layout).filter((slot) => !slot.startsWith("@"));
          const unknown = named.filter((slot) => !known.has(slot));
          const reachable = (layout.keywords ?? false) || slots(layout).includes("@params");
          const unset = reachable ? [] : classicOperation(operation)!.path.filter((field) => !named.includes(field));
          return [...unknown, ...unset].map((field) => `${path}: ${field}`);
        });
      });
      expect(wrong).toEqual([]);
    });

    it("requires nothing after what may be left out", () => {
      const wrong = dialect.operations.filter(({ layouts }) =>
        layouts.some(({ positional }) => /\? [^ ]*[^?]( |$)/.test(positional.join(" "))),
      );
      expect(wrong).toEqual([]);
    });

    it("tells several layouts of a path apart", () => {
      const wrong = dialect.operations.filter(
        ({ layouts }) =>
          layouts.length === 0 ||
          (layouts.length > 1 && new Set(layouts.map(({ evidence }) => evidence ?? "")).size < layouts.length) ||
          (layouts.length > 1 && layouts.some(({ evidence }) => !evidence)),
      );
      expect(wrong).toEqual([]);
    });

    it("gives a mode to runs, and to other operations only where the SDK waits", () => {
      const wrong = dialect.operations.filter(({ operation, mode }) => {
        if (operation === "runs.retrieve" || !RUN_OPERATIONS.includes(operation))
          return mode !== undefined && mode !== "wait";
        return mode === undefined;
      });
      expect(wrong.map(({ path }) => path)).toEqual([]);
    });

    it("selects something in every helper, and nothing elsewhere", () => {
      const wrong = dialect.operations.filter(({ gives, select }) => (gives === "helper") !== (select !== undefined));
      expect(wrong).toEqual([]);
    });

    it("describes types, models and members by shapes and operations of the protocol", () => {
      const types = dialect.types.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
      const models = Object.values(dialect.models).map(({ shape }) => shape);
      const members = Object.keys(dialect.members);
      expect([...types, ...models, ...members].filter((ref) => !isKnown(ref))).toEqual([]);
    });

    it("has templates whose holes are arguments", () => {
      const wrong = Object.entries(dialect.models).flatMap(([name, model]) => {
        const holes = JSON.stringify(model.templates ?? {}).match(/(?<=")\$\w+(?=")/g) ?? [];
        const known = new Set([...(model.positional ?? []), ...Object.keys(model.defaults ?? {})]);
        return holes.filter((hole) => !known.has(hole.slice(1))).map((hole) => `${name}: ${hole}`);
      });
      expect(wrong).toEqual([]);
    });

    it("is found by the prefilter through each of its packages", () => {
      const modules = dialect.clients.flatMap((client) => client.modules);
      expect(modules.filter((module) => !needles.some((needle) => module.includes(needle)))).toEqual([]);
    });
  },
);

/** Whether a reference ("Run", "Page(Run)", "enum(RunStatus)", "string|InputPart[]", "@runs.create") means something. */
function isKnown(reference: string): boolean {
  if (reference.startsWith("@")) return classicOperation(reference.slice(1)) !== undefined;
  return reference.split("|").every((part) => {
    const bare = part.replace(/\[\]$/, "").replace(/^Page\((.*)\)$/, "$1");
    // A stream is what a run gives that tells its events: the wire has no shape for it.
    return /^(string|Stream|enum\(\w+\))$/.test(bare) || classicShape(bare) !== undefined;
  });
}

describe("look-ups", () => {
  it("find an operation by its path", () => {
    expect(findOperation(openaiJs, "beta.threads.runs.createAndPoll")).toMatchObject({
      operation: "runs.create",
      mode: "wait",
      gives: "value",
    });
    expect(findOperation(azureAgentsPython, "runs.create_and_process")).toMatchObject({ mode: "process" });
    expect(findOperation(openaiPython, "chat.completions.create")).toBeUndefined();
  });

  it("find the clients of an export, with every generation that shares the class", () => {
    const ids = (module: string, name: string) =>
      findClients("python", module, name).map(({ dialect, client }) => `${dialect.id} ${client.factory ?? ""}`.trim());
    expect(ids("azure.ai.projects.aio", "AIProjectClient")).toEqual([
      "azure-agents-python",
      "azure-projects-beta-python",
      "azure-projects-beta-python from_connection_string",
    ]);
    expect(ids("openai", "AsyncAzureOpenAI")).toEqual(["openai-python"]);
    expect(ids("openai", "Stream")).toEqual([]);
  });

  it("do not mix languages that have a package of one name", () => {
    expect(findClients("javascript", "openai", "AsyncOpenAI")).toEqual([]);
    expect(findClients("javascript", "openai", "default")).toHaveLength(1);
    expect(findClients("python", "openai", "default")).toEqual([]);
  });

  it.each([
    ["javascript", "openai", "OpenAI.Beta.Threads.Run", "Run"],
    ["javascript", "openai", "default.Beta.Threads.Messages.Message", "Message"],
    ["javascript", "openai/resources/beta/threads/threads", "Thread", "Thread"],
    [
      "javascript",
      "openai/resources/beta/threads/runs/index.js",
      "RunSubmitToolOutputsParams.ToolOutput",
      "ToolOutput",
    ],
    ["javascript", "openai/resources/beta/assistants.mjs", "AssistantCreateParams", "@assistants.create"],
    ["javascript", "@azure/ai-agents", "MessageContentUnion", "ContentPart"],
    ["javascript", "@azure/ai-projects", "ThreadMessageOutput", "Message"],
    ["python", "openai.types.beta.threads", "RequiredActionFunctionToolCall", "ToolCall"],
    ["python", "openai.types.beta.threads.run", "RequiredActionSubmitToolOutputs", "SubmitToolOutputs"],
    ["python", "openai.types.beta.threads.image_url_content_block", "ImageURLContentBlock", "ContentPart"],
    ["python", "azure.ai.agents.models", "ThreadRun", "Run"],
    ["python", "azure.ai.projects.models", "MessageTextContent", "ContentPart"],
  ] as const)("find the type %s %s %s", (language, module, name, shape) => {
    expect(findType(language, module, name)?.type.shape).toBe(shape);
  });

  it("do not take names of the current projects packages for classic ones", () => {
    expect(findType("javascript", "@azure/ai-projects", "Agent")).toBeUndefined();
    expect(findType("python", "azure.ai.projects.models", "OpenApiFunctionDefinition")).toBeUndefined();
  });

  it("find enum members, in any case in Python", () => {
    expect(findConstant(azureAgentsPython, "RunStatus.REQUIRES_ACTION")).toBe("requires_action");
    expect(findConstant(azureAgentsPython, "MessageRole.agent")).toBe("assistant");
    expect(findConstant(azureAgentsJs, "RunStreamEvent.ThreadRunCompleted")).toBe("thread.run.completed");
    expect(findConstant(azureAgentsJs, "RunStreamEvent.threadRunCompleted")).toBeUndefined();
  });

  it("list the dialects of a language", () => {
    expect(dialectsOf("python").map(({ id }) => id)).toEqual([
      "openai-python",
      "azure-agents-python",
      "azure-projects-beta-python",
    ]);
  });
});
