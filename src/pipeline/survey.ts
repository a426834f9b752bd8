import type { Finding } from "../../transforms/finding.js";
import type { RuleMeta } from "../../transforms/meta.js";
import type { Disk } from "../discover/disk.js";
import { needleOf, probes } from "../survey/probes.js";
import { decode, type SourceFile } from "./source.js";

export interface Surveyed {
  readonly findings: readonly Finding[];
  /** The files of the findings, for their positions. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/**
 * Looks through files as text for what matters to a migration and is no call of a known language. Files that cannot be read as text
 * hold nothing.
 */
export function survey(
  files: readonly string[],
  disk: Disk,
  { isClassic, isOff }: { readonly isClassic: boolean; readonly isOff: (rule: RuleMeta) => boolean },
): Surveyed {
  const findings: Finding[] = [];
  const sources = new Map<string, SourceFile>();
  const asked = probes.filter((probe) => (probe.always || isClassic) && !isOff(probe.rule));
  for (const path of files) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const accepting = asked.filter((probe) => probe.accepts(name));
    if (accepting.length === 0) continue;
    const bytes = disk.scan(path, needleOf(accepting));
    if (!Buffer.isBuffer(bytes)) continue;
    const source = decode(path, bytes);
    const found = accepting.flatMap((probe) => probe.look(source));
    if (found.length === 0) continue;
    findings.push(...found);
    sources.set(path, source);
  }
  return { findings, sources };
}
