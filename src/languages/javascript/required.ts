import type { Call } from "../tree.js";

/** The module that `require("m")` or `import("m")` loads, or undefined. */
export function requiredModule({ callee, args }: Call): string | undefined {
  const isLoader = callee.kind === "Name" && (callee.name === "require" || callee.name === "import");
  const module = isLoader ? args[0]?.value : undefined;
  return module?.kind === "StringLiteral" ? module.value : undefined;
}
