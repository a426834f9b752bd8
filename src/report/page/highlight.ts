import hljs from "highlight.js/lib/core";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";

for (const [name, language] of Object.entries({ ini, javascript, json, python, typescript, yaml }))
  hljs.registerLanguage(name, language);

const LANGUAGES: Readonly<Record<string, string>> = {
  py: "python",
  ipynb: "python",
  json: "json",
  toml: "ini",
  cfg: "ini",
  yml: "yaml",
  yaml: "yaml",
};

/** Lines as HTML with syntax colours, by the file's name; text that is highlighted together may have strings over several lines. */
export function highlighted(file: string, lines: readonly string[]): string[] {
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  const language =
    LANGUAGES[extension] ??
    (/^[cm]?ts$|^tsx$/.test(extension) ? "typescript" : /^[cm]?js$|^jsx$/.test(extension) ? "javascript" : undefined);
  const text = lines.map((line) => line.replace(/\r$/, "")).join("\n");
  if (language === undefined) return text.split("\n").map(escaped);
  return splitLines(hljs.highlight(text, { language, ignoreIllegals: true }).value);
}

/** Splits HTML of spans at line breaks: spans that are open at the end of a line are opened again on the next. */
function splitLines(html: string): string[] {
  const open: string[] = [];
  return html.split("\n").map((line) => {
    const before = open.join("");
    for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
      if (tag === "</span>") open.pop();
      else open.push(tag);
    }
    return before + line + "</span>".repeat(open.length);
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
