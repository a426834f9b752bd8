import type { Files } from "../harness/cases.js";
import { migrateFiles } from "../harness/migrate.js";
import type { StandIns } from "../harness/typecheck.js";
import type { ReplayProject } from "./project.js";

/** A project after the tool has run on it as users run it: what it cannot migrate is on the shim. */
export async function migrated({ fixture }: ReplayProject): Promise<{ files: Files; standIns: StandIns }> {
  const plan = { ...fixture.options.plan, leftovers: "shim" };
  const { files, migration } = await migrateFiles(fixture.input, fixture.inputRoot, { ...fixture.options, plan });
  if (migration.refusals.length > 0) throw new Error(`Refused: ${JSON.stringify(migration.refusals)}`);
  const stranded = migration.operations.filter(({ outcome }) => outcome === "manual");
  if (stranded.length > 0) throw new Error(`Stranded: ${stranded.map(({ operation }) => operation).join(", ")}`);
  const given = fixture.options.inputPackages ?? {};
  // Classic code that stays keeps its SDK; of one package there is only one version, and that is the new one.
  const isMixed = migration.operations.some(({ outcome }) => outcome === "shimmed");
  const isMigrated = migration.operations.some(({ outcome }) => outcome === "migrated");
  const kept = Object.entries(given).filter(([name]) => isMixed && (name !== "@azure/ai-projects" || !isMigrated));
  return { files, standIns: Object.fromEntries(kept) };
}
