import type { LanguageId } from "../languages/tree.js";
import type { Json, Where } from "../protocol/types.js";

/**
 * A dialect says how an SDK spells the classic operations: data only. Wire names are those of `protocol/classic.ts`.
 * (The folder may import types of `languages` for the language ids.)
 */
export interface ClassicDialect {
  /** "openai-js" */
  readonly id: string;
  /** "openai (JavaScript, 4–7)", for people. */
  readonly title: string;
  readonly language: LanguageId;
  /** Which classic service stands behind it: decides shutdown dates and what an `endpoint` means. */
  readonly service: "openai" | "azure-openai" | "foundry";
  /** How wire names appear as arguments, object keys and result members. */
  readonly casing: "snake" | "camel";
  /** SDK names, of arguments and members alike, that are not the wire name in that casing: { agent_id: "assistant_id" }. */
  readonly fieldNames: Readonly<Record<string, string>>;
  /** What a wire timestamp (unix seconds) is in the SDK: the same number, or a date object. */
  readonly timestamps: "unix" | "date";
  /** Names under which registries know the package: dependency rule, import detection. */
  readonly packages: readonly string[];
  readonly clients: readonly ClientType[];
  readonly operations: readonly DialectOperation[];
  readonly types: readonly DialectType[];
  /** Enum members that stand for wire strings: "RunStatus.COMPLETED" → "completed", below `modules` of the models. */
  readonly constants: Readonly<Record<string, string>>;
  /** Classes whose construction is a JSON value of the wire protocol, by exported name; static helpers as "ToolUtility.createX". */
  readonly models: Readonly<Record<string, ModelClass>>;
  /** Members that the SDK adds to results, by classic shape ("Message", "Page(Message)"). */
  readonly members: Readonly<Record<string, Readonly<Record<string, ResultMember>>>>;
  /** Methods that give any result as plain data, or as JSON text: { model_dump: "data" }. */
  readonly serialisers?: Readonly<Record<string, "data" | "text">>;
  /** What the package exports that its major which new code brings has in another module: { AzureClientOptions: "openai/azure" }. */
  readonly moved?: Readonly<Record<string, string>>;
  /** Modules that export types, constants and models. */
  readonly modelModules: readonly string[];
  /** Argument names (keywords, keys of options objects) that are no wire fields, with what they mean. A wire field of the operation wins. */
  readonly requestOptions: Readonly<Record<string, RequestOption>>;
  /** Methods of a client, or of what stands at its prefix, that are no operations, with what they mean. */
  readonly methods: Readonly<Record<string, ClientMethod>>;
}

/**
 * - body: the whole body as one object (`body=` in Python); extraBody: further body fields, merged into it;
 * - pollInterval, pollTimeout: pace of a convenience that waits;
 * - eventHandler: an object or class whose methods receive stream events; runHandler: the same for a run that is processed;
 * - toolset: tools together with the functions that answer them; stands for `tools` and `tool_resources`;
 * - upload: a file that the convenience uploads first, in place of a file id; fileName: the name of an uploaded file, which the wire sends as part of the file;
 * - transport: headers, timeouts, retries, signals: nothing of the protocol.
 */
export type RequestOption =
  | "body"
  | "extraBody"
  | "pollInterval"
  | "pollTimeout"
  | "eventHandler"
  | "runHandler"
  | "toolset"
  | "upload"
  | "fileName"
  | "transport";

/**
 * - autoFunctionCalls: names the functions that later `process` runs may call;
 * - sameClient: gives the client again with other transport options; close: frees it.
 */
export type ClientMethod = "autoFunctionCalls" | "sameClient" | "close";

/** A class (or factory) whose instance is a client of the classic API. */
export interface ClientType {
  /** Modules that export it: "openai"; "azure.ai.agents". */
  readonly modules: readonly string[];
  /** Exported name, "default" for a default export, "*" where the module itself is a client (Python's `openai.beta.…`). */
  readonly name: string;
  /** The class's own name, for annotations: "OpenAI". */
  readonly typeName: string;
  /** A static method that builds the client instead of the constructor: "fromConnectionString". */
  readonly factory?: string;
  /** A library whose factory it is and which works with the client, too; the keyword that takes the address of the service there. */
  readonly library?: { readonly name: string; readonly address: string };
  /** Async flavour of a Python client. */
  readonly async: boolean;
  readonly service: ClassicDialect["service"];
  /** Where the operations' paths begin: "" or, on a project client, "agents". */
  readonly prefix: string;
  /** Constructor arguments by position; keyword or options-object names by `named`. */
  readonly construct: {
    readonly positional: readonly ClientArgument[];
    /** Names of keyword arguments, or keys of the options object at position `options`. */
    readonly named: Readonly<Record<string, ClientArgument>>;
    /** Position of an options object (JavaScript). */
    readonly options?: number;
  };
  /** No published package has the dialect's methods on this class; samples call them all the same. */
  readonly unpublished?: true;
  /** Whether the client also serves APIs that are not classic (chat, embeddings, connections): such uses keep it alive. */
  readonly servesMore: boolean;
  /**
   * What the current class of the same package still serves, by path below the client ("connections.get", "datasets.*"). What is
   * not listed is gone.
   */
  readonly services?: Readonly<Record<string, ClientService>>;
}

/** How a service besides agents is called in the current SDK. */
export interface ClientService {
  /** Its path there, where it moved. */
  readonly path?: string;
  /** Keyword arguments with new names; null: gone. */
  readonly keywords?: Readonly<Record<string, string | null>>;
  /** It takes none of its arguments any more. */
  readonly withoutArguments?: true;
  /** The current client does not know it: the environment variable that it is read from. */
  readonly variable?: string;
  /** What is different where something had to change. */
  readonly because?: string;
}

/** What a constructor argument means. "transport": timeouts, retries, headers, fetch. */
export type ClientArgument =
  "endpoint" | "credential" | "apiKey" | "connectionString" | "apiVersion" | "deployment" | "transport" | "other";

export interface DialectOperation {
  /** Member path below the client (and its prefix): "beta.threads.messages.create". */
  readonly path: string;
  /** Classic operation id: "messages.create". */
  readonly operation: string;
  /**
   * How arguments are laid out; several when versions differ. The first whose evidence fits is taken.
   */
  readonly layouts: readonly Layout[];
  /**
   * What the call gives:
   * - value: the shape of the operation (awaited where the client is async, or always in JavaScript);
   * - page: a list envelope with `.data`, iterable;
   * - iterable: items only (azure pagers, no `.data`);
   * - stream: server-sent events; helper: an SDK convenience with a result of its own (`select` says which).
   */
  readonly gives: "value" | "page" | "iterable" | "stream" | "helper";
  /**
   * How the SDK stretches a run operation:
   * - start: returns at once; wait: polls until the run stops; process: also answers function calls; stream: event stream.
   */
  readonly mode?: "start" | "wait" | "process" | "stream";
  /** For `helper`: what it picks, e.g. "lastMessageText". */
  readonly select?: string;
  /** A member of the result that, called instead of awaiting it, gives the event stream: `runs.create(…).stream()`. */
  readonly streamsBy?: string;
  /** The result is an Azure poller: awaiting it or its `pollUntilDone()` gives the value. */
  readonly poller?: true;
  /** A `wait` that counts `requires_action` as running and throws when the run ends in any other way than completed. */
  readonly rejects?: true;
  /** The method's result is not awaited even though the client is async (pagers, stream managers). */
  readonly sync?: boolean;
  /** Samples call it, and no version of the package has it. */
  readonly unpublished?: true;
  /** First and last package versions that have this spelling, as documentation. */
  readonly since?: string;
  readonly until?: string;
}

/**
 * An argument order. Positional slots in order; everything named goes by its name.
 * A slot is a wire field ("thread_id"), "@body" (an object of wire fields, of the query or the body), "@options" (request options: timeouts, poll interval),
 * or "@params" (an object that mixes path and body fields). A trailing "?" marks it optional.
 */
export interface Layout {
  readonly positional: readonly string[];
  /** Keyword arguments are wire fields (Python). Default false. */
  readonly keywords?: boolean;
  /**
   * SDK argument names that are not the wire name in the dialect's casing: { agent_id: "assistant_id" }. The field may lie deeper:
   * { data_sources: "configuration.data_sources" }.
   */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Which evidence selects this layout where a dialect has several for one path. */
  readonly evidence?: LayoutEvidence;
}

/**
 * - secondIsObject / secondIsString: shape of the second argument (v5 named / v4 positional path parameters in `openai` JS);
 *   with an argument of unknown shape the declared or installed SDK major decides, else the call is refused.
 */
export type LayoutEvidence = "secondIsObject" | "secondIsString";

/** A type (class, interface, enum) the SDK exports that describes a classic thing. */
export interface DialectType {
  /** Import path or namespace path below the default export: "OpenAI.Beta.Threads.Run", or the exported name "ThreadRun". */
  readonly name: string;
  /** Modules that export it; for a namespace path the module of the default export. */
  readonly modules: readonly string[];
  /**
   * What it describes, as a type of the protocol ("Run", "Page(Run)", "enum(RunStatus)"), "@runs.create" for the arguments of that
   * operation, or undefined when it only must be recognised.
   */
  readonly shape: string | undefined;
}

/** `MessageImageFileParam(file_id=…)` is the JSON `{file_id: …}`. */
export interface ModelClass {
  /** Classic shape or type tag it builds. */
  readonly shape: string;
  /** Constructor keywords → wire fields; identical names may be left out. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Positional constructor arguments by wire field. */
  readonly positional?: readonly string[];
  /** Fixed fields that the constructor adds: { type: "text" }. */
  readonly adds?: Readonly<Record<string, string>>;
  /** Members that give JSON of their own: { definitions: "tools", resources: "tool_resources" }. */
  readonly members?: Readonly<Record<string, string>>;
  /** What such a member is, made from the constructor's arguments. A member without a template is computed by the SDK. */
  readonly templates?: Readonly<Record<string, Template>>;
  /** Arguments that the constructor fills in when they are absent, and sends. */
  readonly defaults?: Readonly<Record<string, Json>>;
  /** Methods that add their argument to a list among the constructor's arguments: { add_file: "file_ids" }. */
  readonly appends?: Readonly<Record<string, string>>;
  /** The argument whose functions become function tools, described by their signatures and docstrings. */
  readonly describes?: string;
  /** Whether its answers to calls are awaited. */
  readonly isAsync?: boolean;
  /** The method that adds a tool with its resources: `toolset.add(tool)`. */
  readonly collects?: string;
  /** Methods that add a definition like the first, from arguments of their own; its `auth` is that of the first where none is given. */
  readonly repeats?: Readonly<Record<string, readonly string[]>>;
  /** Methods that set one of the constructor's arguments: { set_approval_mode: "approval_mode" }. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Methods that set an entry of a dictionary among the constructor's arguments: { update_headers: "headers" }. */
  readonly puts?: Readonly<Record<string, string>>;
  /** Members that are given again with each approval of a call: { headers }; the definition of the tool has them. */
  readonly givenAgain?: readonly string[];
  /** Methods that build another model from their arguments and add it: { addFileSearchTool: "ToolUtility.createFileSearchTool" }. */
  readonly builds?: Readonly<Record<string, string>>;
}

/**
 * JSON with holes, in wire names. The string "$name" stands for the argument `name`; the key "..." spreads its argument into the object.
 * A key whose argument is absent is left out, and so is an object or list of which nothing is left; the outermost becomes empty.
 */
export type Template = null | boolean | number | string | readonly Template[] | { readonly [key: string]: Template };

/** A member of a result that stands for something at a path below it: `message.text_messages`. */
export interface ResultMember {
  /** Path by wire names; "*" is each element of a list, and the result then is the list of what is found: "content.*". */
  readonly path: string;
  /** Which elements of the (last) list count: { type: ["text"] }. */
  readonly where?: Where;
  /** A method: for each positional argument the path of the field that must equal it. */
  readonly call?: readonly string[];
  /** Only the first that is found, or nothing. */
  readonly first?: true;
  /** The strings that are found, joined without a separator. */
  readonly join?: true;
}
