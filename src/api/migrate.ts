import path from "node:path/posix";
import { discoverInMemory, memoryDisk } from "../discover/memory.js";
import { foldersUpFrom, isInside } from "../discover/paths.js";
import { languageOfPath } from "../languages/registry.js";
import { lineEdits } from "../pipeline/lineEdits.js";
import type { Change } from "../pipeline/migration.js";
import { migrateFound } from "../pipeline/run.js";
import { flatEdits } from "../pipeline/splice.js";
import { jsonReport } from "../report/json.js";
import { version } from "../report/version.js";
import { isSurveyed } from "../survey/probes.js";
import { planOptions } from "./options.js";
import { rulesAndLanguages } from "./tools.js";
import type { ChangedFile, InputFile, MigrateOptions, MigrateResult, TextEdit } from "./types.js";

/** Where relative paths lie. */
const HOME = "/";

/**
 * Migrates a program that is held in memory; the disk is neither read nor written. Give all files that belong together: a client that
 * one file builds and another uses is followed only when both are there, and manifests among them are raised along.
 * @returns new texts and edits of the files that change, findings, and the report
 * @throws RangeError for an unknown rule, a target that is not available, and two files of one path
 */
export async function migrate(files: Iterable<InputFile>, options: MigrateOptions = {}): Promise<MigrateResult> {
  const plan = planOptions(options);
  const given = new Map<string, InputFile>();
  for (const file of files) {
    const at = absolute(file.path);
    if (given.has(at)) throw new RangeError(`Two files have the path ${file.path}.`);
    given.set(at, file);
  }
  const bytes = new Map([...given].map(([at, { text }]) => [at, Buffer.from(text, "utf8")]));
  const root = rootOf(given);
  const tools = rulesAndLanguages();
  const accepts = (name: string): boolean => languageOfPath(name) !== undefined;
  const found = discoverInMemory(bytes, root, { accepts, lists: isSurveyed, needles: tools.search.needles });
  const run = await migrateFound(found, { cwd: root, exclude: [], plan }, tools, memoryDisk(bytes, root));

  const show = (at: string): string => given.get(at)?.path ?? at;
  const report = jsonReport(run, { toolVersion: version(), mode: "dry-run", target: plan.target, show });
  return {
    files: run.changes.map((change) => changedFile(change, show)),
    findings: report.files.flatMap(({ file, findings }) => findings.map((finding) => ({ path: file, ...finding }))),
    report,
  };
}

function changedFile(change: Change, show: (at: string) => string): ChangedFile {
  const { source, bytes, notebook } = change;
  const shift = source.bom ? 1 : 0;
  // Edits of a notebook are those of its code, which is JSON in the file.
  const edits: readonly TextEdit[] =
    source.notebook && notebook
      ? lineEdits(source.notebook.content, notebook.content)
      : flatEdits(source.text, change.edits);
  return {
    path: show(source.path),
    text: bytes.toString("utf8"),
    edits: edits.map(({ start, end, text }) => ({ start: start + shift, end: end + shift, text })),
  };
}

/** Absolute and `/`-separated, on every system. */
function absolute(given: string): string {
  const slashed = given.replaceAll("\\", "/");
  return isAbsolute(slashed) ? path.normalize(slashed) : path.join(HOME, slashed);
}

function isAbsolute(given: string): boolean {
  return /^(?:[A-Za-z]:)?[/\\]/.test(given);
}

/** Where imports are looked up: relative paths start at the top of their program, of absolute ones the innermost common folder is it. */
function rootOf(files: ReadonlyMap<string, InputFile>): string {
  const [first, ...others] = files.keys();
  if (first === undefined || ![...files.values()].every((file) => isAbsolute(file.path))) return HOME;
  const holdsAll = (folder: string): boolean => others.every((other) => isInside(folder, other));
  for (const folder of foldersUpFrom(path.dirname(first))) if (holdsAll(folder)) return folder;
  return HOME;
}
