import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const BESIDE = fileURLToPath(new URL("../../../../shared/specs", import.meta.url));

/** Folder of the API descriptions; undefined where this checkout has none (MIGRATE_AGENTS_SPECS names another place). */
export const SPECS: string | undefined = [process.env.MIGRATE_AGENTS_SPECS ?? BESIDE].find((folder) =>
  existsSync(folder),
);
