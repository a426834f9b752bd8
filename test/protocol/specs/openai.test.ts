import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLASSIC_OPERATIONS, CLASSIC_SHAPES, CLASSIC_WORDS } from "../../../src/protocol/classic.js";
import { CURRENT_OPERATIONS, CURRENT_SHAPES, CURRENT_WORDS } from "../../../src/protocol/current.js";
import type { ApiOperation, Field } from "../../../src/protocol/types.js";
import { differences, stale, type Exceptions } from "./compare.js";
import { SPECS } from "./folder.js";
import { readOpenApi } from "./openapi.js";

/** Schemas that one of our shapes stands for; several where we merge a union. */
const CLASSIC_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  Assistant: ["AssistantObject"],
  Tool: ["AssistantToolsCode", "AssistantToolsFileSearch", "AssistantToolsFunction"],
  FunctionDefinition: ["FunctionObject"],
  FileSearchOptions: ["AssistantToolsFileSearch.file_search"],
  RankingOptions: ["FileSearchRankingOptions"],
  ToolResources: ["CreateAssistantRequest.tool_resources"],
  CodeInterpreterResources: ["CreateAssistantRequest.tool_resources.code_interpreter"],
  FileSearchResources: ["CreateAssistantRequest.tool_resources.file_search"],
  InlineVectorStore: ["CreateAssistantRequest.tool_resources.file_search.vector_stores"],
  ResponseFormat: ["AssistantsApiResponseFormatOption"],
  JsonSchemaFormat: ["ResponseFormatJsonSchema.json_schema"],
  ToolChoice: ["AssistantsApiToolChoiceOption"],
  FunctionName: ["AssistantsNamedToolChoice.function"],
  TruncationStrategy: ["TruncationObject"],
  Thread: ["ThreadObject"],
  ThreadRequest: ["CreateThreadRequest"],
  InputMessage: ["CreateMessageRequest"],
  InputPart: ["CreateMessageRequest.content"],
  Attachment: ["CreateMessageRequest.attachments"],
  Message: ["MessageObject"],
  ContentPart: ["MessageObject.content"],
  ClassicText: ["MessageContentTextObject.text"],
  ImageFile: ["MessageContentImageFileObject.image_file"],
  ImageUrl: ["MessageContentImageUrlObject.image_url"],
  Annotation: ["MessageContentTextObject.text.annotations"],
  FileCitation: ["MessageContentTextAnnotationsFileCitationObject.file_citation"],
  FilePath: ["MessageContentTextAnnotationsFilePathObject.file_path"],
  Run: ["RunObject"],
  RequiredAction: ["RunObject.required_action"],
  SubmitToolOutputs: ["RunObject.required_action.submit_tool_outputs"],
  ToolCall: ["RunToolCallObject"],
  FunctionCall: ["RunToolCallObject.function"],
  ToolOutput: ["SubmitToolOutputsRunRequest.tool_outputs"],
  RunError: ["RunObject.last_error"],
  IncompleteDetails: ["RunObject.incomplete_details", "MessageObject.incomplete_details"],
  RunUsage: ["RunCompletionUsage"],
  RunStep: ["RunStepObject"],
  StepDetails: ["RunStepObject.step_details"],
  MessageCreation: ["RunStepDetailsMessageCreationObject.message_creation"],
  StepToolCall: ["RunStepDetailsToolCallsObject.tool_calls"],
  StepFunctionCall: ["RunStepDetailsToolCallsFunctionObject.function"],
  CodeInterpreterCall: ["RunStepDetailsToolCallsCodeObject.code_interpreter"],
  CodeInterpreterOutput: ["RunStepDetailsToolCallsCodeObject.code_interpreter.outputs"],
  CodeInterpreterImage: ["RunStepDetailsToolCallsCodeOutputImageObject.image"],
  FileSearchCall: ["RunStepDetailsToolCallsFileSearchObject.file_search"],
  FileSearchResult: ["RunStepDetailsToolCallsFileSearchResultObject"],
  FileSearchContent: ["RunStepDetailsToolCallsFileSearchResultObject.content"],
  MessageDeltaEvent: ["MessageDeltaObject"],
  MessageDelta: ["MessageDeltaObject.delta"],
  DeltaPart: ["MessageDeltaObject.delta.content"],
  DeltaText: ["MessageDeltaContentTextObject.text"],
  RunStepDeltaEvent: ["RunStepDeltaObject"],
  RunStepDelta: ["RunStepDeltaObject.delta"],
  StepDetailsDelta: ["RunStepDeltaObject.delta.step_details"],
  ToolCallDelta: ["RunStepDeltaStepDetailsToolCallsObject.tool_calls"],
  FunctionDelta: ["RunStepDeltaStepDetailsToolCallsFunctionObject.function"],
  CodeInterpreterDelta: ["RunStepDeltaStepDetailsToolCallsCodeObject.code_interpreter"],
  Deleted: ["DeleteAssistantResponse"],
  Page: ["ListMessagesResponse"],
};

/** Vector stores and files are the same on both sides. */
const SHARED_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  VectorStore: ["VectorStoreObject"],
  FileCounts: ["VectorStoreObject.file_counts"],
  ExpiresAfter: ["VectorStoreExpirationAfter"],
  ChunkingStrategy: ["ChunkingStrategyRequestParam"],
  StaticChunking: ["StaticChunkingStrategy"],
  VectorStoreFile: ["VectorStoreFileObject"],
  VectorStoreFileError: ["VectorStoreFileObject.last_error"],
  VectorStoreFileBatch: ["VectorStoreFileBatchObject"],
  VectorStoreSearch: ["VectorStoreSearchResultsPage"],
  VectorStoreSearchResult: ["VectorStoreSearchResultItem"],
  VectorStoreFileContent: ["VectorStoreFileContentResponse"],
  FileText: ["VectorStoreSearchResultContentObject"],
  File: ["OpenAIFile"],
  FileExpiresAfter: ["FileExpirationAfter"],
};

const CURRENT_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  Conversation: ["ConversationResource"],
  ConversationRequest: ["CreateConversationBody"],
  ConversationItem: [
    "Message",
    "FunctionToolCallResource",
    "FunctionToolCallOutputResource",
    "CodeInterpreterToolCall",
    "FileSearchToolCall",
    "MCPToolCall",
    "MCPApprovalRequest",
    "MCPApprovalResponseResource",
    "ReasoningItem",
  ],
  ToolCallItem: ["FunctionToolCallResource"],
  ApprovalItem: ["MCPApprovalRequest"],
  ToolOutputItem: ["FunctionToolCallOutputResource"],
  ApprovalResponseItem: ["MCPApprovalResponseResource"],
  CodeOutput: ["CodeInterpreterToolCall.outputs"],
  SearchResult: ["FileSearchToolCall.results"],
  ItemPart: ["InputTextContent", "OutputTextContent", "RefusalContent", "InputImageContent", "InputFileContent"],
  ItemAnnotation: ["Annotation"],
  Response: ["Response"],
  ResponseEvent: ["ResponseStreamEvent"],
  ConversationReference: ["ResponseConversation"],
  ResponseError: ["ResponseError"],
  ResponseIncompleteDetails: ["Response.incomplete_details"],
  ResponseUsage: ["ResponseUsage"],
  InputTokenDetails: ["ResponseUsage.input_tokens_details"],
  OutputTokenDetails: ["ResponseUsage.output_tokens_details"],
  Tool: ["FunctionTool", "FileSearchTool", "CodeInterpreterTool", "MCPTool"],
  AutoContainer: ["AutoCodeInterpreterToolParam"],
  RankingOptions: ["RankingOptions"],
  TextOptions: ["ResponseTextParam"],
  TextFormat: ["TextResponseFormatConfiguration"],
  Reasoning: ["Reasoning"],
  ToolChoice: ["ToolChoiceFunction", "ToolChoiceTypes"],
  ContainerFile: ["ContainerFileResource"],
  Deleted: ["DeletedConversationResource"],
  Page: ["ConversationItemList"],
};

/** Shapes that the description has no schema for. */
const NOT_DESCRIBED = [
  "PromptTokenDetails", // recorded only, see below
  "CompletionTokenDetails",
  "StreamEvent", // the two lines of a server-sent event, not an object of the API
];

const RECORDED = "the service answers with it, the description leaves it out";
const ONLY_OURS: Readonly<Record<string, Exceptions>> = {
  classic: {
    Assistant: { reasoning_effort: RECORDED },
    FileCitation: { quote: "deltas and Azure carry it" },
    Run: { tool_resources: RECORDED, reasoning_effort: RECORDED },
    RunUsage: { prompt_token_details: RECORDED, completion_tokens_details: RECORDED },
    RankingOptions: { hybrid_search: RECORDED },
    FileSearchResult: { attributes: RECORDED },
    VectorStore: { description: RECORDED },
    RunStep: { expires_at: RECORDED },
  },
  current: {
    VectorStore: { description: RECORDED },
    Response: {
      store: RECORDED,
      frequency_penalty: RECORDED,
      presence_penalty: RECORDED,
      billing: RECORDED,
      tool_usage: RECORDED,
    },
    ResponseError: { type: RECORDED, param: RECORDED },
  },
};
/** Enums by where they stand; those that merge several, or that Foundry adds to, are not here. */
const ENUMS = {
  classic: {
    Role: ["MessageObject.role"],
    ReasoningEffort: ["ReasoningEffort"],
    RunStatus: ["RunObject.status"],
    StepStatus: ["RunStepObject.status"],
    StepType: ["RunStepObject.type"],
    MessageStatus: ["MessageObject.status"],
    IncompleteReason: ["RunObject.incomplete_details.reason"],
    PartType: ["MessageObject.content.type"],
    StreamEvent: ["AssistantStreamEvent.event"],
    VectorStoreStatus: ["VectorStoreObject.status"],
    VectorStoreFileStatus: ["VectorStoreFileObject.status"],
  },
  current: {
    ReasoningEffort: ["ReasoningEffort"],
    Truncation: ["Response.truncation"],
    ResponseStatus: ["Response.status"],
    ResponseIncompleteReason: ["Response.incomplete_details.reason"],
    ItemAnnotationType: ["Annotation.type"],
    ItemStatus: [
      "FunctionToolCallResource.status",
      "CodeInterpreterToolCall.status",
      "FileSearchToolCall.status",
      "MCPToolCall.status",
    ],
    VectorStoreStatus: ["VectorStoreObject.status"],
    VectorStoreFileStatus: ["VectorStoreFileObject.status"],
  },
} as const;

const NO_COUNTERPART = "of tools and states that no classic run had";
const ONLY_THEIRS: Readonly<Record<string, Exceptions>> = {
  classic: {},
  current: {
    ResponseEvent: {
      command: NO_COUNTERPART,
      command_index: NO_COUNTERPART,
      output: NO_COUNTERPART,
      input: NO_COUNTERPART,
      status: NO_COUNTERPART,
      partial_image_index: NO_COUNTERPART,
      partial_image_b64: NO_COUNTERPART,
      size: NO_COUNTERPART,
      quality: NO_COUNTERPART,
      background: NO_COUNTERPART,
      output_format: NO_COUNTERPART,
    },
  },
};

describe.skipIf(SPECS === undefined)("OpenAI's API description", () => {
  const spec = SPECS === undefined ? undefined! : readOpenApi(join(SPECS, "openai-20260821.yaml"));

  describe.each([
    {
      side: "classic",
      operations: CLASSIC_OPERATIONS,
      shapes: CLASSIC_SHAPES,
      schemas: CLASSIC_SCHEMAS,
      words: CLASSIC_WORDS,
      enums: ENUMS.classic,
    },
    {
      side: "current",
      operations: CURRENT_OPERATIONS,
      shapes: CURRENT_SHAPES,
      schemas: CURRENT_SCHEMAS,
      words: CURRENT_WORDS,
      enums: ENUMS.current,
    },
  ])("$side", ({ side, operations, shapes, schemas: own, words: ownWords, enums: ownEnums }) => {
    const words: Readonly<Record<string, readonly string[]>> = ownWords;
    const enums: Readonly<Record<string, readonly string[]>> = ownEnums;
    const schemas = { ...SHARED_SCHEMAS, ...own };
    const known = { onlyOurs: ONLY_OURS[side]!, onlyTheirs: ONLY_THEIRS[side]! };
    const described = [
      ...operations
        .filter((operation) => operation.only === undefined)
        .map((operation) => ({
          place: operation.id,
          ours: ourFields(operation),
          theirs: () => spec.operation(operation.endpoint.method, operation.endpoint.path),
        })),
      ...shapes
        .filter((shape) => schemas[shape.name] !== undefined)
        .map((shape) => ({
          place: shape.name,
          ours: common(shape.fields),
          theirs: () => spec.schema(...schemas[shape.name]!),
        })),
    ];

    it.each(described)("$place has the same fields", ({ place, ours, theirs }) => {
      const described = theirs();
      expect(described, "the description has no such operation").toBeDefined();
      expect(differences(place, ours, described!, known)).toEqual({ onlyOurs: [], onlyTheirs: [] });
    });

    it.each(Object.entries(enums))("%s has the same words", (name, places) => {
      expect([...words[name]!].sort()).toEqual([...spec.words(...places)].sort());
    });

    it("describes every shape that is OpenAI's", () => {
      const open = shapes.filter((shape) => shape.only === undefined && !NOT_DESCRIBED.includes(shape.name));
      expect(open.map((shape) => shape.name).filter((name) => schemas[name] === undefined)).toEqual([]);
    });

    it("has no exception that is none", () => {
      const find = (place: string) => described.find((entry) => entry.place === place);
      const ours = (place: string, field: string) => find(place)?.ours.includes(field) === true;
      const theirs = (place: string, field: string) => find(place)?.theirs()?.includes(field) === true;
      expect(stale(known.onlyOurs, (place, field) => ours(place, field) && !theirs(place, field))).toEqual([]);
      expect(stale(known.onlyTheirs, (place, field) => theirs(place, field) && !ours(place, field))).toEqual([]);
    });
  });
});

function ourFields(operation: ApiOperation): readonly string[] {
  return [...operation.path, ...common(operation.query), ...common(operation.body)];
}

/** Fields that exist everywhere: neither Foundry's own nor those of the first beta. */
function common(fields: Readonly<Record<string, Field>>): readonly string[] {
  return Object.entries(fields)
    .filter(([, field]) => field.only === undefined)
    .map(([name]) => name);
}
