import type { Finding } from "../../transforms/finding.js";
import { otherLanguages as rule } from "../../transforms/registry.js";
import type { Probe, SurveyedFile } from "./probe.js";

/** A language whose classic calls are counted, not rewritten. */
export interface OtherLanguage {
  readonly name: string;
  readonly extensions: readonly string[];
  /** What every file with classic calls holds: an import of an SDK. */
  readonly imports: RegExp;
  /** A classic call, by the name of its method; only counted in files with such an import. */
  readonly call: RegExp;
  /** The packages that take over. */
  readonly wayOut: string;
}

const METHODS_CS =
  "(?:Create|Get|Modify|Update|Delete)(?:Assistants?|Agents?|Threads?|Messages?|Runs?)|CancelRun|GetRunSteps?" +
  "|SubmitToolOutputsTo(?:Run|Stream)(?:Streaming)?|CreateRunStreaming|CreateThreadAndRun(?:Streaming)?";

const METHODS_JAVA =
  "(?:create|get|list|update|delete)(?:Agents?|Assistants?|Threads?|Messages?|Runs?)|cancelRun|listRunSteps|getRunStep" +
  "|submitToolOutputsToRun|createRunStreaming|createThreadAndRun(?:Streaming)?";

/** What classic SDKs are called and spell in other languages (reference: NuGet and Maven packages and their sources). */
export const OTHER_LANGUAGES: readonly OtherLanguage[] = [
  {
    name: "C#",
    extensions: [".cs"],
    imports:
      /\busing\s+(?:\w+\s*=\s*)?(?:OpenAI\.Assistants|Azure\.AI\.OpenAI\.Assistants|Azure\.AI\.Agents\.Persistent)\b|\b(?:Get)?PersistentAgentsClient\b/,
    call: new RegExp(`\\.\\s*(?:${METHODS_CS})(?:Async)?\\s*\\(`, "g"),
    wayOut:
      "Azure.AI.Projects 2 with Azure.AI.Projects.Agents and Azure.AI.Extensions.OpenAI, or OpenAI.Responses and OpenAI.Conversations of the OpenAI package",
  },
  {
    name: "Java",
    extensions: [".java", ".kt"],
    imports: /\bcom\.azure\.ai\.(?:agents\.persistent|openai\.assistants)\b|\bcom\.openai\.models\.beta\b|\.beta\(\)/,
    call: new RegExp(
      `\\.\\s*(?:${METHODS_JAVA})\\s*\\(|\\.beta\\(\\)\\s*\\.(?:assistants|threads)\\(\\)(?:\\s*\\.\\w+\\(\\))*\\s*\\.\\w+\\(`,
      "g",
    ),
    wayOut: "com.azure:azure-ai-agents 2, or responses() and conversations() of com.openai:openai-java",
  },
];

/** The places of classic calls in a file of another language: offsets into its text. */
export function callsIn(file: SurveyedFile): { readonly language: OtherLanguage; readonly calls: readonly number[] } {
  const language = languageOf(file.path)!;
  const code = withoutComments(file.text);
  if (!language.imports.test(code)) return { language, calls: [] };
  return { language, calls: [...code.matchAll(language.call)].map(({ index }) => index) };
}

export const otherLanguages: Probe = {
  rule,
  accepts: (name) => languageOf(name) !== undefined,
  needle: new RegExp(OTHER_LANGUAGES.map(({ imports }) => imports.source).join("|")),
  always: true,
  look: (file) => {
    const { language, calls } = callsIn(file);
    return calls.map((at): Finding => ({
      file: file.path,
      range: { start: at, end: at + 1 },
      rule: rule.id,
      severity: "warning",
      message: `${language.name} code calls the classic agent API, and ${language.name} is not rewritten.`,
      help: `Keep it running through \`npx migrate-agents proxy\`, and move it by hand: ${language.wayOut}.`,
    }));
  },
};

function languageOf(path: string): OtherLanguage | undefined {
  return OTHER_LANGUAGES.find(({ extensions }) =>
    extensions.some((extension) => path.toLowerCase().endsWith(extension)),
  );
}

/** Text with its comments and strings blanked, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g, (found) =>
    found.replaceAll(/[^\n]/g, " "),
  );
}
