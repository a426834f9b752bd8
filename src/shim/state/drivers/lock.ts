import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Takes a folder for this process; one that a process left behind that is gone is taken over.
 * @returns what gives it back
 * @throws Error when another process of this machine has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, "owner.pid");
  const mine = `${process.pid}\n`;
  for (;;) {
    try {
      await writeFile(file, mine, { flag: "wx" });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    if (owner !== process.pid && isAlive(owner)) {
      throw new Error(`${folder} belongs to process ${owner}. Several processes share a store in Redis or PostgreSQL.`);
    }
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
