// Virtual environments for the Python checks: found, made and filled once, reused while their requirements stay the same.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The oldest Python that the newest azure-ai-projects installs on. */
const OLDEST = [3, 10];
const COMMANDS = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/** The first Python on the PATH that is new enough. Throws with advice when there is none. */
export function findPython() {
  for (const command of COMMANDS) {
    const asked = spawnSync(command, ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" });
    if (asked.status !== 0) continue;
    const [major, minor] = asked.stdout.trim().split(" ").map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return command;
  }
  throw new Error(
    `No Python ${OLDEST.join(".")} or newer on the PATH (looked for ${COMMANDS.join(", ")}). Install one, then run npm run test:python again.`,
  );
}

/**
 * A virtual environment in `folder` with the packages of a requirements file. Installs only when the file changed since the last time.
 * Gives the path of its interpreter.
 */
export function environment(folder, requirements) {
  const python = path.join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const stamp = path.join(folder, "installed.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;

  console.error(`Installing ${path.basename(requirements)} into ${path.basename(folder)} …`);
  rmSync(folder, { recursive: true, force: true });
  execFileSync(findPython(), ["-m", "venv", folder], { stdio: ["ignore", "inherit", "inherit"] });
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  writeFileSync(stamp, wanted);
  return python;
}
