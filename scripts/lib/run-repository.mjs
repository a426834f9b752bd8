// Runs the built pipeline over one folder without writing, and checks the result once more from outside.
import { classicTerms } from "../../dist/src/pipeline/origins.js";
import { languageOfPath, loadLanguage } from "../../dist/src/languages/registry.js";
import { loadProgram } from "../../dist/src/pipeline/program.js";
import { planProgram } from "../../dist/src/pipeline/planning.js";
import { migrate } from "../../dist/src/pipeline/run.js";
import { openSource } from "../../dist/src/pipeline/open.js";
import { cellsOf } from "../../dist/src/pipeline/source.js";
import { positionsOf } from "../../dist/src/report/position.js";
import { plan } from "../../dist/transforms/plan.js";
import { touchedInNotebook, touchedOutside } from "./untouched.mjs";

/** What a run is asked to do when a script measures it. */
export const DEFAULTS = {
  target: "foundry",
  keepShape: false,
  keepNames: false,
  only: [],
  skip: [],
  leftovers: "leave",
};

const search = classicTerms();

function toolsFor(language) {
  const ofPath = (file) => {
    const id = languageOfPath(file);
    return language === undefined || id === language ? id : undefined;
  };
  return { loadRules: async () => plan, search, languages: { languageOfPath: ofPath, loadLanguage } };
}

/**
 * Migrates a folder in memory.
 * @param {string} folder
 * @param {string | undefined} language only files of this language
 * @param {object} options of the run
 */
export function migrateFolder(folder, language, options = DEFAULTS) {
  const request = { paths: [folder], cwd: folder, include: [], exclude: [], gitignore: false, plan: options };
  return migrate(request, toolsFor(language));
}

/** The same, checked once more from outside: operations with their lines, and every invariant that does not hold. */
export async function runRepository(folder, language, options) {
  const tools = toolsFor(language);
  const run = await migrateFolder(folder, language, options);
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  return {
    run,
    operations: run.operations.map(({ file, range, operation, outcome, reason }) => ({
      file,
      operation,
      outcome,
      reason,
      startLine: positions(file).at(range.start).line,
      endLine: positions(file).at(range.end).line,
    })),
    faults: [...(await faultsOf(run)), ...(await secondRun(run, options, tools))],
  };
}

/** Changed files that do not parse any better than before, or that differ outside their edits. */
async function faultsOf(run) {
  const faults = [];
  for (const { source, text, bytes, edits } of run.changes) {
    const id = languageOfPath(source.path);
    if (id !== undefined) {
      const language = await loadLanguage(id);
      const errors = (file) => language.read(file.path, file.text, cellsOf(file)).errors.length;
      if (errors(await openSource(source.path, bytes)) > errors(source)) faults.push(`${source.path} does not parse`);
    }
    const touched = source.notebook
      ? touchedInNotebook(source.notebook.content, bytes.toString("utf8").replace("\uFEFF", ""), edits)
      : touchedOutside(source.text, text, edits);
    if (touched !== undefined) faults.push(`${source.path} differs outside its edits: ${JSON.stringify(touched)}`);
  }
  return faults;
}

/** Plans again on the result of a run; whatever it would change is a fault. */
async function secondRun(run, options, tools) {
  if (run.changes.length === 0) return [];
  const bytes = new Map([...run.sources].map(([file, source]) => [file, source.bytes]));
  for (const change of run.changes) bytes.set(change.source.path, change.bytes);
  const code = new Map([...bytes].filter(([file]) => tools.languages.languageOfPath(file) !== undefined));
  const found = { roots: run.roots, files: [...code.keys()], candidates: code, skips: [] };
  const again = planProgram(await loadProgram(found, tools.languages, tools.search), options, { ...tools, plan });
  return [
    ...again.changes.map(({ source }) => `${source.path} changes again in a second run`),
    ...again.refusals.map(({ file, reason, detail }) => `${file} ${reason} in a second run: ${detail}`),
  ];
}
