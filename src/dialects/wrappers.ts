import type { LanguageId } from "../languages/tree.js";

/** A library that calls the classic APIs for its users: recognised by what is imported from it, never rewritten. */
export interface WrapperLibrary {
  readonly library: string;
  readonly language: LanguageId;
  /** A module and everything below it. */
  readonly modules: readonly string[];
  /** What is imported from there and speaks the classic API. */
  readonly exports: RegExp;
  /** What is the matter with it. */
  readonly gone: string;
  /** What becomes of it: the way out that the library itself has. */
  readonly wayOut: string;
}

const CLASSIC = "calls the classic API itself";
const OLD_NAME = "is a name that its first release took away";

/**
 * From the libraries' own release notes and migration guides. Agent Framework: names that were taken away on the way to 1.0
 * (AgentThread became AgentSession).
 */
export const wrapperLibraries: readonly WrapperLibrary[] = [
  {
    library: "LangChain",
    language: "javascript",
    modules: ["langchain/experimental/openai_assistant", "@langchain/classic/experimental/openai_assistant"],
    exports: /^OpenAIAssistant/,
    gone: CLASSIC,
    wayOut:
      "LangChain has no successor for it: use createAgent with ChatOpenAI({ useResponsesApi: true }), and keep the history in a checkpointer.",
  },
  {
    library: "LangChain",
    language: "python",
    modules: [
      "langchain.agents.openai_assistant",
      "langchain.agents",
      "langchain_classic.agents.openai_assistant",
      "langchain_community.agents.openai_assistant",
    ],
    exports: /^OpenAIAssistant/,
    gone: CLASSIC,
    wayOut:
      "LangChain has no successor for it: use create_agent with ChatOpenAI(use_responses_api=True), and keep the history in a checkpointer.",
  },
  {
    library: "LlamaIndex",
    language: "python",
    modules: ["llama_index.agent.openai", "llama_index.agent", "llama_index.core.agent"],
    exports: /^OpenAIAssistantAgent$/,
    gone: CLASSIC,
    wayOut:
      "It was removed from LlamaIndex: use FunctionAgent with llama_index.llms.openai.OpenAIResponses and a Context for the history.",
  },
  {
    library: "Semantic Kernel",
    language: "python",
    modules: ["semantic_kernel.agents"],
    exports: /^(?:OpenAIAssistantAgent|AzureAssistantAgent|AssistantAgentThread|AzureAIAgent)/,
    gone: CLASSIC,
    wayOut:
      "Use OpenAIResponsesAgent or AzureResponsesAgent of Semantic Kernel, or move to Microsoft Agent Framework (agent_framework.foundry.FoundryAgent).",
  },
  {
    library: "AutoGen",
    language: "python",
    modules: ["autogen_ext.agents.openai", "autogen_ext.agents.azure", "autogen.agentchat.contrib.gpt_assistant_agent"],
    exports: /^(?:OpenAIAssistantAgent|AzureAIAgent|GPTAssistantAgent)$/,
    gone: CLASSIC,
    wayOut:
      "Use autogen_ext.agents.openai.OpenAIAgent, which speaks the Responses API, or move to Microsoft Agent Framework.",
  },
  {
    library: "Azure AI Evaluation",
    language: "python",
    modules: ["azure.ai.evaluation"],
    exports: /^AIAgentConverter$/,
    gone: CLASSIC,
    wayOut:
      "It asks a project client for threads and runs, which the current one has not: evaluate responses by their ids with the evals of the OpenAI " +
      "client (`azure_ai_responses` as data source).",
  },
  {
    library: "langroid",
    language: "python",
    modules: ["langroid"],
    exports: /^OpenAIAssistant/,
    gone: CLASSIC,
    wayOut: "langroid has no successor for it: use ChatAgent with a vector store of your own for files.",
  },
  {
    library: "Vercel AI SDK",
    language: "javascript",
    modules: ["ai", "@ai-sdk/react", "@ai-sdk/vue", "@ai-sdk/svelte", "@ai-sdk/solid"],
    exports:
      /^(?:(?:experimental_|unstable_)?AssistantResponse|(?:experimental_|unstable_)?useAssistant|UseAssistant\w+|AssistantStatus)$/,
    gone: CLASSIC,
    wayOut:
      "It was removed in AI SDK 5: use useChat with streamText and openai.responses(model) of @ai-sdk/openai, and keep the messages yourself.",
  },
  {
    library: "Microsoft Agent Framework",
    language: "python",
    modules: ["agent_framework"],
    exports:
      /^(?:OpenAIAssistantsClient|AzureOpenAIAssistantsClient|OpenAIAssistantProvider|AzureAIAgentClient|AzureAIAgentsProvider)$/,
    gone: CLASSIC,
    wayOut:
      "Use FoundryAgent or FoundryChatClient of agent_framework.foundry, or OpenAIChatClient (Responses) of agent_framework.openai.",
  },
  {
    library: "Microsoft Agent Framework",
    language: "python",
    modules: ["agent_framework"],
    exports: /^(?:AgentThread|ChatMessageStore(?:Protocol)?|ChatAgent|ChatMessage|AgentRunResponse(?:Update)?)$/,
    gone: OLD_NAME,
    wayOut:
      "These are names of its previews: AgentThread is AgentSession (agent.create_session(), run(…, session=session)), ChatAgent is Agent, " +
      "ChatMessage is Message, AgentRunResponse is AgentResponse, and run_stream(…) is run(…, stream=True).",
  },
];

/** The library whose export is imported, or undefined when it does not speak the classic API. */
export function findWrapper(language: LanguageId, module: string, name: string): WrapperLibrary | undefined {
  return wrapperLibraries.find(
    (one) =>
      one.language === language &&
      one.exports.test(name) &&
      one.modules.some((root) => module === root || module.startsWith(root + (language === "python" ? "." : "/"))),
  );
}

/** ASCII texts of which one occurs in every file that imports such an export. */
export const wrapperNeedles: readonly string[] = [
  "OpenAIAssistant",
  "AzureAssistantAgent",
  "AssistantAgentThread",
  "AzureAIAgent",
  "GPTAssistantAgent",
  "AssistantResponse",
  "seAssistant",
  "agent_framework",
  "AIAgentConverter",
];
