import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { undo } from "../../src/pipeline/undo.js";
import { built } from "../support/built.js";
import { folderWith } from "../support/tree.js";

const FILES = 60;
const KILLS = 30;
/** Kills that must have hit between the first and the last file, so that the test cannot pass by being early or late. */
const MIXED = 5;

const before = (i: number): string =>
  `\ufefffrom toy_sdk import y  # é\r\n${"y.classicCall(1)\r\n".repeat(50 + i)}# end`;
const after = (i: number): string => before(i).replaceAll("classicCall", "currentCall");

/** Runs the toy migration and kills it `delay` milliseconds after it began to write. Gives how long writing took, or undefined. */
function runAndKill(folder: string, delay: number): Promise<number | undefined> {
  const child = spawn(process.execPath, [path.join(built(), "test/support/toy/run.js")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    let start = 0;
    let took: number | undefined;
    child.stdout.on("data", (data: Buffer) => {
      if (data.includes("applying")) {
        start = performance.now();
        if (delay <= 0) child.kill("SIGKILL");
        else setTimeout(() => child.kill("SIGKILL"), delay);
      }
      if (data.includes("done")) took = performance.now() - start;
    });
    child.on("close", () => resolve(took));
  });
}

describe("a run that is killed", () => {
  it("leaves every file whole, and undo brings back the original bytes", async () => {
    const files = Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`src/f${i}.py`, before(i)]));
    const took = (await runAndKill(folderWith(files), 60_000))!;
    let mixed = 0;
    for (let kill = 0; kill < KILLS || (mixed < MIXED && kill < 10 * KILLS); kill++) {
      const folder = folderWith(files);
      await runAndKill(folder, Math.random() * took);
      const texts = Array.from({ length: FILES }, (_, i) => readFileSync(`${folder}/src/f${i}.py`, "utf8"));
      const migrated = texts.filter((text, i) => {
        expect([before(i), after(i)]).toContain(text);
        return text === after(i);
      }).length;
      if (migrated > 0 && migrated < FILES) mixed++;

      const done = undo(folder, false);
      expect(done?.edited ?? []).toEqual([]);
      if (migrated > 0) expect(done?.restored).toHaveLength(migrated);
      for (let i = 0; i < FILES; i++) expect(readFileSync(`${folder}/src/f${i}.py`, "utf8")).toBe(before(i));
      expect(readdirSync(`${folder}/src`)).toHaveLength(FILES);
    }
    expect(mixed).toBeGreaterThanOrEqual(MIXED);
  });
});
