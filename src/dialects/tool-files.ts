import { typedByMarks } from "./files-js.js";
import type { TargetHelper, ToolFilesHelper } from "./target.js";

// Files and vector stores of tools: the tools of an agent carry them now, where an assistant had them beside its tools.

/** Functions for Python that take the files and vector stores of tools apart from them, and give them others. */
export const toolFilesPython: Readonly<Record<ToolFilesHelper, TargetHelper>> = {
  filesOfTools: {
    names: ["files_of_tools", "files_of_agent_tools"],
    lines: [
      "def NAME(tools) -> dict:",
      '\t"""The files and vector stores of tools, by the type of the tool."""',
      "\tfiles = {}",
      "\tfor tool in tools or []:",
      '\t\tif tool["type"] == "code_interpreter" and not isinstance(tool.get("container"), str):',
      '\t\t\tfiles["code_interpreter"] = dict(tool.get("container") or {})',
      '\t\telif tool["type"] == "file_search":',
      '\t\t\tfiles["file_search"] = {"vector_store_ids": tool["vector_store_ids"]}',
      "\treturn files",
    ],
    imports: [],
  },
  withOtherFiles: {
    names: ["with_other_files", "tools_with_other_files"],
    uses: "flattenTools",
    lines: [
      "def NAME(tools, resources) -> list:",
      '\t"""Tools with other files and vector stores, for the types of tools that are named."""',
      "\tnamed = {kind: resource for kind, resource in (resources or {}).items() if resource is not None}",
      '\tothers = [tool for tool in tools or [] if tool["type"] not in named]',
      '\treturn [*others, *USED([{"type": kind} for kind in named], named)]',
    ],
    imports: [],
  },
};

/** The same for JavaScript and TypeScript; `tool` is the type of a tool there, and `needs` what makes it known. */
export function toolFilesJs(
  tool: string,
  needs: Partial<TargetHelper>,
): Readonly<Record<ToolFilesHelper, TargetHelper>> {
  return {
    filesOfTools: {
      ...typedByMarks(
        ["filesOfTools", "filesOfAgentTools"],
        [
          "/** The files and vector stores of tools, by the type of the tool. */",
          `function NAME(tools«: readonly ${tool}[] | null | undefined») {`,
          "\tconst files«: { code_interpreter?: object; file_search?: object }» = {};",
          "\tfor (const tool of tools ?? []) {",
          '\t\tif (tool.type === "code_interpreter" && "container" in tool && typeof tool.container === "object")',
          "\t\t\tfiles.code_interpreter = tool.container;",
          '\t\tif (tool.type === "file_search" && "vector_store_ids" in tool)',
          "\t\t\tfiles.file_search = { vector_store_ids: tool.vector_store_ids };",
          "\t}",
          "\treturn files;",
          "}",
        ],
      ),
      ...needs,
    },
    withOtherFiles: {
      ...typedByMarks(
        ["withOtherFiles", "toolsWithOtherFiles"],
        [
          "/** Tools with other files and vector stores, for the types of tools that are named. */",
          "function NAME(tools«: readonly { type: string }[] | null | undefined», resources«: object | null | undefined») {",
          "\tconst named = Object.entries(resources ?? {}).filter(([, resource]) => resource != null);",
          "\tconst types = named.map(([type]) => type);",
          `\tconst others = (tools ?? []).filter(({ type }) => !types.includes(type))« as ${tool}[]»;`,
          "\treturn [...others, ...USED(types.map((type) => ({ type })), Object.fromEntries(named))];",
          "}",
        ],
      ),
      ...needs,
      uses: "flattenTools",
    },
  };
}
