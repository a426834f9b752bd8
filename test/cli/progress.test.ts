import { afterEach, describe, expect, it, vi } from "vitest";
import { progress } from "../../src/cli/progress.js";
import { openTerminal } from "../../src/cli/terminal.js";

/** What is written, with the clock at given times. */
function shown(watched: boolean, stages: readonly (readonly [at: number, count: number])[]): string[] {
  const written: string[] = [];
  let time = 0;
  const terminal = { ...openTerminal(false), watched, err: (text: string) => void written.push(text) };
  const { on, done } = progress(terminal, () => time);
  for (const [at, count] of stages) {
    time = at;
    on!("read", count);
  }
  done();
  return written;
}

describe("progress", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("is told when a stage begins late, or has much before it, and goes away", () => {
    vi.stubEnv("TERM", "xterm");
    expect(shown(true, [[10, 3]])).toEqual([]);
    expect(shown(true, [[400, 3]])).toEqual(["\r\u001b[KReading 3 files …", "\r\u001b[K"]);
    expect(shown(true, [[10, 1200]])).toEqual(["\r\u001b[KReading 1,200 files …", "\r\u001b[K"]);
  });

  it("is for eyes only, on terminals that can take a line back", () => {
    vi.stubEnv("TERM", "xterm");
    expect(shown(false, [[400, 1200]])).toEqual([]);
    vi.stubEnv("TERM", "dumb");
    expect(shown(true, [[400, 1200]])).toEqual([]);
  });
});
