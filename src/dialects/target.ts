import type { Code } from "../languages/code.js";
import type { LanguageId } from "../languages/tree.js";
import type { Definitions } from "../protocol/mapping/index.js";
import type { Json } from "../protocol/types.js";

/** The part of the current SDK that serves an operation. A classic client becomes up to two current ones. */
export type Face = "project" | "openai";

/** A small function that is printed into a file. */
export type HelperId = keyof TargetDialect["helpers"];

/** What a variable can hold afterwards: a face, or the client of the classic agents alone, which has a package of its own, for calls that stay. */
export type Held = Face | "agents";

/** How a current SDK spells the current operations: data only. Wire names are those of `protocol/current.ts`. */
export interface TargetDialect {
  /** "foundry-js" */
  readonly id: string;
  readonly target: "foundry" | "openai";
  readonly language: LanguageId;
  /** No SDK: operations are HTTP requests, and results their JSON. */
  readonly isWire?: true;
  readonly operations: Readonly<Record<string, TargetOperation>>;
  readonly faces: Readonly<Record<"openai", FaceSpelling> & Partial<Record<Held, FaceSpelling>>>;
  /**
   * Where definitions of agents are: in the service, as versions of named agents, or in the code, as configuration that is sent with
   * every response.
   */
  readonly definitions: Definitions;
  /** How a project client is built, and how it gives its OpenAI client; absent where classic clients serve the current API themselves. */
  readonly project?: ProjectSpelling;
  /** Where the agent reference goes: a second argument whose `body` is merged, or the keyword `extra_body`. */
  readonly extraBody: "secondArgument" | "keyword";
  /** Classes for JSON shapes, where the SDK wants them: shape or tagged union → constructor. */
  readonly models: Readonly<Record<string, TargetModel>>;
  readonly modelModule: string;
  /** The annotation of a variable that holds a list of tools, where a type checker would take the class of the first ones. */
  readonly listOfTools?: string;
  /** Values that need not be written because the service takes them by itself: "code_interpreter.container" → {type: "auto"}. */
  readonly defaults: Readonly<Record<string, Json>>;
  /** Small functions that are printed into a file where a value is only known at run time. */
  readonly helpers: Readonly<
    Record<"flattenTools", TargetHelper> &
      Partial<
        Record<
          | "agentName"
          | "agentVersion"
          | "collect"
          | "agentOf"
          | "agentNameOf"
          | "responsesOf"
          | "annotationsOf"
          | "outputOf"
          | "assistantConfig"
          | SettingsHelper
          | ToolFilesHelper
          | SettingsFromElsewhereHelper
          | FileHelper
          | AssistantFileHelper
          | KeepingHelper
          | "withMarkers"
          | "withServers"
          | ClassicShapeHelper
          | ClassicRunHelper
          | FunctionHelper,
          TargetHelper
        >
      >
  >;
  /** How objects of each part of the SDK give themselves as plain data, and as JSON text where they can. */
  readonly serialisers?: Readonly<Record<Face, Serialisers>>;
  /** How a classic client is put onto the shim, by the service it is for. */
  readonly shim?: Readonly<Record<"openai" | "azure-openai" | "foundry", ShimMount>>;
  /**
   * Types for classic shapes, for annotations; parts by their kind ("ContentPart.text"), lists where their type cannot be told from
   * that of their elements ("ToolOutput[]").
   */
  readonly types: Readonly<Record<string, TargetType>>;
}

/** An option of a classic client's construction that puts it onto the shim. */
export interface ShimMount {
  /** The option or keyword. */
  readonly option: string;
  /** What the shim stands in front of: a Foundry project, or the API that the client already talks to. */
  readonly upstream: "project" | "own";
  /** Where its value comes from: a function of the shim, … */
  readonly module?: string;
  readonly callee?: string;
  /** … which signs in at a project by a provider of tokens where the client's own credential is of another service, … */
  readonly signsIn?: { readonly provider: string; readonly scope: string };
  /** … and keeps what its service has no place for at this address … */
  readonly store?: string;
  /** … or the address of a proxy, in an environment variable, … */
  readonly variable?: string;
  /** … and as a module that is a client itself wants it. */
  readonly moduleAddress?: (address: Code) => Code;
}

export interface TargetOperation {
  readonly face: Face;
  /** Member path below the face: "conversations.items.create". */
  readonly path: string;
  /** Fields that go by position, in order. All others go into one trailing object, or are keywords. */
  readonly positional: readonly string[];
  /** The method beside it that also waits until the work is done: "createAndPoll". */
  readonly waits?: string;
  /** The method beside it whose result tells events to handlers: "stream". */
  readonly streams?: string;
  /** The wire name of a keyword where the SDK has another one. */
  readonly keywords?: Readonly<Record<string, string>>;
}

export interface ProjectSpelling {
  /** How it gives its OpenAI client. */
  readonly openaiFromProject: string;
  /** Constructor arguments: by position or by name. */
  readonly arguments: "positional" | "named";
  readonly credential: { readonly module: string; readonly asyncModule?: string; readonly name: string };
  /** Environment variable that holds the endpoint. */
  readonly endpointVariable: string;
}

export interface FaceSpelling {
  readonly module: string;
  readonly asyncModule?: string;
  /** Exported name of the class, "default" for a default export. */
  readonly name: string;
  /** Another name under which the module exports the same class. */
  readonly also?: string;
  /** How the class is called in the file when it has to be imported. */
  readonly local: string;
  readonly asyncLocal?: string;
  /** Words of the variable that holds it: ["project", "client"]. */
  readonly variable: string;
}

export interface TargetModel {
  readonly name: string;
  /** Fields that the constructor sets by itself ("type", "kind"). */
  readonly fixed: readonly string[];
  /** Models of fields: "X", of the elements of a list: "X[]", of the values of a dictionary: "X{}". */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Functions that send what a response is made with along with its request. */
export type SettingsHelper = "settingsOf" | "settingsOfResponse" | "withInstructions";

/** Functions that keep assistants in the place of a service that keeps none. */
export type KeepingHelper =
  | "keptAssistants"
  | "keptAssistant"
  | "keptConfig"
  | "keepAssistant"
  | "changeAssistant"
  | "forgetAssistant"
  | "listAssistants";

/** Functions that take over what a classic SDK did with functions of the program: describing and calling them. */
export type FunctionHelper = "callFunction" | "respond" | "respondTraced" | "jsonType" | "functionTools";

/** Functions that keep the files and vector stores of threads with their conversations, and give them to responses. */
export type FileHelper =
  "attachFiles" | "giveFiles" | "filesOf" | "withFiles" | "withInputs" | "fileSlots" | "fileInputs" | "fileContent";

/** Functions that take files and vector stores apart from the tools that have them, and give tools others. */
export type ToolFilesHelper = "filesOfTools" | "withOtherFiles";

/** Functions that translate the settings of an assistant where they are only known when the program runs. */
export type SettingsFromElsewhereHelper = "changedSettings" | "changedVersion" | "assistantFields";

/** Functions that give the files that assistants of the first beta had to the tools that work on them. */
export type AssistantFileHelper = "vectorStoreOf" | "toolsAndFiles";

/** Functions that give an object of the current API the shape that its classic counterpart had, for readers out of sight. */
export type ClassicShapeHelper =
  "asContent" | "asMessage" | "asMessages" | "asAssistant" | "asAssistants" | "asDeletedAssistant" | "asObject";

/** Functions that give what a response did, and what it asks for, the shape that it had in a run. */
export type ClassicRunHelper =
  "asUsage" | "asToolCall" | "asToolCalls" | "asRequiredAction" | "asStepCall" | "asStep" | "asSteps";

export interface TargetHelper {
  /** Its name, and what else to call it when that is taken. */
  readonly names: readonly string[];
  /** Another helper that its lines call by the name `USED`, or several, of which the second is `ALSO` and the third `BESIDES`. */
  readonly uses?: HelperId | readonly HelperId[];
  /** What the table beside it is called, and what else. */
  readonly table?: readonly string[];
  /** Lines of its definition; `NAME` is its name, `TABLE` that of its table, a tab one indentation step. */
  readonly lines: readonly string[];
  /** The same for files with types, where it differs. */
  readonly typedLines?: readonly string[];
  /** The same for clients whose methods are awaited, where that differs. */
  readonly asyncLines?: readonly string[];
  readonly imports: readonly {
    readonly module: string;
    readonly name: string;
    readonly local: string;
    /** Only the types of a file need it. */
    readonly typeOnly?: true;
  }[];
  /** What it imports besides where its calls are awaited, and where they are not. */
  readonly asyncImports?: TargetHelper["imports"];
  readonly syncImports?: TargetHelper["imports"];
  /** Types of the target's model module that its typed form names. */
  readonly types?: readonly string[];
}

export interface Serialisers {
  /** Undefined where it is plain data already. */
  readonly data: string | undefined;
  readonly text: string | undefined;
  /** Classic spellings that these objects have too. */
  readonly also: readonly string[];
}

export interface TargetType {
  readonly module: string;
  /** Exported name, "default" for a default export. */
  readonly name: string;
  /** Where it stands below that export: "Responses.Response". */
  readonly member?: string;
  /** What stands around it: `["dict[str, ", "]"]`. */
  readonly around?: readonly [string, string];
}
