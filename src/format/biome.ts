import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Formatter } from "./formatter.js";

/** The Biome that is installed in a folder. It formats standard input by the settings of that folder and of the file's. */
export function loadBiome(folder: string): Formatter {
  const home = path.join(folder, "node_modules", "@biomejs", "biome");
  const { version } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as { version: string };
  return {
    title: `Biome ${version}`,
    async format(file, text) {
      const args = [path.join(home, "bin", "biome"), "format", `--stdin-file-path=${file}`];
      return (await outputOf(args, folder, text)).replaceAll("\r\n", "\n");
    },
  };
}

/** @throws Error with the first line that says what is wrong */
function outputOf(args: readonly string[], cwd: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: "pipe" });
    const told: Record<"out" | "err", Buffer[]> = { out: [], err: [] };
    child.stdout.on("data", (chunk: Buffer) => told.out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => told.err.push(chunk));
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve(Buffer.concat(told.out).toString("utf8"));
      const lines = Buffer.concat(told.err).toString("utf8").split("\n");
      const problem = lines.find((line) => /^\s*×/.test(line)) ?? lines.find((line) => line.trim() !== "");
      reject(new Error(problem?.replace(/^\s*×/, "").trim() ?? `it ended with ${code ?? "a signal"}`));
    });
    child.stdin.end(input);
  });
}
