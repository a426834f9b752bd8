import { findWrapper } from "../../src/dialects/wrappers.js";
import type { Program } from "../../src/analysis/program.js";
import type { Finding } from "../finding.js";
import { wrappers as rule } from "../registry.js";

/** Reports what is imported from libraries that speak the classic APIs for their users, with the way out that the library has. */
export function reportWrappers(program: Program): readonly Finding[] {
  const findings: Finding[] = [];
  for (const file of program.files) {
    for (const binding of file.bindings.bindings) {
      if (!binding.imported) continue;
      const { module, name, specifier } = binding.imported;
      const wrapper = findWrapper(file.tree.language, module, name);
      if (!wrapper) continue;
      findings.push({
        file: file.tree.path,
        range: { start: specifier.start, end: specifier.end },
        rule: rule.id,
        severity: "warning",
        message: `\`${name}\` of ${wrapper.library} ${wrapper.gone}; this tool does not rewrite code of that library.`,
        help: wrapper.wayOut,
      });
    }
  }
  return findings;
}
