import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RuleMeta } from "../../transforms/meta.js";
import { explanations } from "../../transforms/explanations.js";
import { rules } from "../../transforms/registry.js";
import { code, table } from "../protocol/markdown.js";
import { SAFETY } from "./safety.js";

/** A generated page. */
export interface Page {
  /** Below the project's root. */
  readonly file: string;
  readonly text: string;
}

/** Which file of a fixture stands for a language or a format on a page: the first that there is. */
const LANGUAGES = [
  { title: "TypeScript", extensions: [".ts"], fence: "ts" },
  { title: "JavaScript", extensions: [".js", ".mjs", ".cjs"], fence: "js" },
  { title: "Python", extensions: [".py"], fence: "python" },
  { title: "Notebook", extensions: [".ipynb"], fence: "json" },
  { title: "package.json", extensions: ["/package.json"], fence: "json" },
  { title: "requirements.txt", extensions: ["/requirements.txt"], fence: "text" },
] as const;

/**
 * The pages of docs/rules: one for each rule and a list of them, from the rules' metadata and the fixtures that it names.
 * @param fixtures the folder of the fixtures
 * @throws Error for an example that is no fixture of single files
 */
export function rulePages(fixtures: string): Page[] {
  return [
    { file: "docs/rules/README.md", text: list() },
    ...rules.map((rule) => ({ file: rule.docs, text: page(rule, fixtures) })),
  ];
}

function list(): string {
  const rows = rules.map(({ id, name, what, safety }) => [`[${id}](${id}.md)`, code(name), what, safety]);
  const safeties = Object.entries(SAFETY).map(([safety, text]) => `- **${safety}**: ${text}`);
  return join(["# Rules", table(["id", "name", "what it does", "safety"], rows), safeties.join("\n")]);
}

function page(rule: RuleMeta, fixtures: string): string {
  const { id, name, what, from, to, safety, example } = rule;
  return join([
    `# ${id} ${name}`,
    what,
    table(["from", "to"], [[words(from), words(to)]]),
    `**${safety}**: ${SAFETY[safety]}`,
    ...explained(id),
    "What becomes of every operation and field: [the mapping](../mapping.md). All rules: [the list](README.md).",
    ...(example === undefined ? [] : examples(example, path.join(fixtures, example))),
  ]);
}

/** Why, and how to do it by hand. */
function explained(id: string): string[] {
  const known = explanations[id];
  if (known === undefined) throw new Error(`${id} has no explanation in transforms/explanations.ts.`);
  return ["## Why", known.why, "## By hand", known.byHand.map((step, i) => `${i + 1}. ${step}`).join("\n")];
}

/** The fixture's code before and after in each language; JavaScript only where there is no TypeScript. */
function examples(name: string, folder: string): string[] {
  const sections = LANGUAGES.flatMap(({ title, extensions, fence }) => {
    const extension = extensions.find((each) => existsSync(path.join(folder, `input${each}`)));
    if (extension === undefined) return [];
    const block = (file: string): string => `\`\`\`${fence}\n${readFileSync(path.join(folder, file), "utf8")}\`\`\``;
    const after = `expected${extension}`;
    const changes = existsSync(path.join(folder, after));
    return [
      {
        title,
        texts: changes
          ? ["Before:", block(`input${extension}`), "After:", block(after)]
          : ["Left as it is:", block(`input${extension}`)],
      },
    ];
  });
  if (sections.length === 0) throw new Error(`${folder} holds no input file for a page.`);
  const isTyped = sections.some(({ title }) => title === "TypeScript");
  return [
    `The examples are the fixture \`fixtures/${name}\`, which the tests check.`,
    ...sections
      .filter(({ title }) => !(isTyped && title === "JavaScript"))
      .flatMap(({ title, texts }) => [`## ${title}`, ...texts]),
  ];
}

/** `a · b` is several pieces of code, `–` is none. */
function words(text: string): string {
  return text === "–" ? text : text.split(" · ").map(code).join(", ");
}

function join(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
