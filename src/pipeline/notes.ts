import { sdkPackages } from "../dialects/packages.js";
import { anyOf } from "../discover/prefilter.js";
import type { Disk } from "../discover/disk.js";
import { EXTENSIONS } from "../languages/registry.js";
import { needleOf, probes } from "../survey/probes.js";
import { importLines } from "./mentions.js";

/** What a run wants to know of every source file, also of those that it does not parse. */
export interface Note {
  /** The parts of it in which other files may be imported; bytes taken as Latin-1. */
  readonly imports: string;
  /** Whether a probe may find something in it. */
  readonly isSurveyed: boolean;
  /** Whether it may import one of the SDKs, of whatever language. */
  readonly namesSdk: boolean;
}

/** The first word of a module is spelled out however it is imported: `from azure.ai import agents`. */
export const sdkNeedles: readonly string[] = [
  ...new Set(sdkPackages.flatMap(({ modules }) => modules.map((module) => module.split(".")[0]!))),
];

const namesSdk = anyOf(sdkNeedles);

const surveyed = needleOf(
  probes.filter(({ accepts }) =>
    Object.values(EXTENSIONS)
      .flat()
      .some((extension) => accepts(`a${extension}`)),
  ),
);

/** @param text of the file, bytes taken as Latin-1 */
function noteOf(text: string): Note {
  return { imports: importLines(text), isSurveyed: surveyed.test(text), namesSdk: namesSdk.test(text) };
}

/**
 * Notes on files: a run takes them while it has each file open to look for calls, because opening a small file costs more than
 * searching it. Of other files they are taken when somebody asks.
 */
export class Notes {
  private readonly taken = new Map<string, Note>();

  constructor(private readonly disk: Disk) {}

  take(file: string, text: string): Note {
    const taken = noteOf(text);
    this.taken.set(file, taken);
    return taken;
  }

  /** Nothing is in a file that cannot be handled as text. */
  of(file: string): Note {
    const known = this.taken.get(file);
    if (known) return known;
    const bytes = this.disk.scan(file);
    return this.take(file, Buffer.isBuffer(bytes) ? bytes.toString("latin1") : "");
  }
}
