import type { LanguageId } from "../languages/tree.js";

/** A package of a registry that code imports, and in which versions migrated code needs it. */
export interface SdkPackage {
  readonly language: LanguageId;
  readonly name: string;
  /** What it is imported as; a module stands for everything below it. */
  readonly modules: readonly string[];
  /** Undefined for packages that only classic code uses. */
  readonly needed?: Needed;
  /** What is needed of it instead where code calls the current API on clients of its own, and nothing imports this other package. */
  readonly own?: { readonly without: string; readonly needed: Needed };
}

export interface Needed {
  /** What is written where it is not declared yet, or too old; "" for any version. */
  readonly range: string;
  /** A declared range is kept when it begins here or later … */
  readonly least?: string;
  /** … and before this. */
  readonly below?: string;
  /** The range for projects that want to run on an older Node than the newest version does. */
  readonly older?: { readonly runtimeBelow: string; readonly range: string };
  /** The oldest runtime it has any version for. */
  readonly runtime?: string;
  /** Only calls that stay need it: it came with a package whose current version does not bring it any more. */
  readonly left?: true;
  /** Comes with another needed package: declared only for code that did not import it before. */
  readonly brought?: true;
  /**
   * Where classic calls are left that run on it: `keep` the declared version, because they were written for it; or raise it all the
   * same, because new code cannot do without, and tell what it does to them.
   */
  readonly classic?: "keep" | { readonly told: string };
  /** What it needs of other packages (from its own metadata): pins below that are raised, because nothing could be installed. */
  readonly floors?: Readonly<Record<string, string>>;
}

/**
 * What the dialects and targets import. Facts: package metadata of @azure/ai-projects 2.2.0 and 2.8.0 (`engines`, `dependencies`), of
 * azure-ai-projects 2.3.0 to 2.10.0 (`Requires-Python`, `Requires-Dist`).
 */
export const sdkPackages: readonly SdkPackage[] = [
  {
    language: "javascript",
    name: "@azure/ai-projects",
    modules: ["@azure/ai-projects"],
    // 2.3 and newer want Node 22.
    needed: {
      range: "^2.8.0",
      least: "2.2",
      below: "3",
      older: { runtimeBelow: "22", range: "~2.2.0" },
      runtime: "20",
      classic: { told: "does not have any more" },
    },
  },
  {
    language: "javascript",
    name: "@azure/identity",
    modules: ["@azure/identity"],
    needed: { range: "^4.13.1", least: "4" },
  },
  {
    language: "javascript",
    name: "openai",
    modules: ["openai"],
    // The major that @azure/ai-projects 2 brings: clients and types of another copy do not fit together with its own.
    needed: { range: "^6.49.0", least: "6", below: "7", classic: "keep" },
    // The first that the output type-checks against; 4 has no conversations, and 5 changed where ids go.
    own: {
      without: "@azure/ai-projects",
      needed: { range: "^6.49.0", least: "5.23", classic: { told: "may want their ids in other places" } },
    },
  },
  // Code that runs through the shim imports it at run time.
  { language: "javascript", name: "migrate-agents", modules: ["migrate-agents"], needed: { range: "^0.1.0" } },
  {
    language: "javascript",
    name: "@azure/ai-agents",
    modules: ["@azure/ai-agents"],
    needed: { range: "^1.1.0", left: true },
  },
  { language: "javascript", name: "@azure/openai-assistants", modules: ["@azure/openai-assistants"] },
  {
    language: "python",
    name: "azure-ai-projects",
    modules: ["azure.ai.projects"],
    needed: {
      range: ">=2.3,<3",
      least: "2.3",
      below: "3",
      runtime: "3.9",
      classic: { told: "does not have any more" },
      floors: {
        openai: "2.8",
        "azure-core": "1.37",
        "azure-identity": "1.15",
        "azure-storage-blob": "12.15",
        "typing-extensions": "4.11",
        isodate: "0.6.1",
      },
    },
  },
  { language: "python", name: "azure-identity", modules: ["azure.identity"], needed: { range: "" } },
  {
    language: "python",
    name: "openai",
    modules: ["openai"],
    needed: { range: ">=2.8", brought: true },
    // The oldest that the output is type-checked against; conversations came with 1.101.
    own: { without: "azure-ai-projects", needed: { range: ">=1.109", least: "1.109" } },
  },
  // The transport of the async clients of azure-core, which does not require it.
  {
    language: "python",
    name: "aiohttp",
    modules: ["azure.ai.projects.aio", "azure.identity.aio"],
    needed: { range: "" },
  },
  {
    language: "python",
    name: "azure-ai-agents",
    modules: ["azure.ai.agents"],
    needed: { range: ">=1.1,<2", left: true },
  },
];

/** Whether a package is what a module specifier loads. */
export function provides({ modules, language }: SdkPackage, specifier: string): boolean {
  const separator = language === "javascript" ? "/" : ".";
  return modules.some((module) => specifier === module || specifier.startsWith(module + separator));
}
