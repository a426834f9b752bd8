import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { LogExport } from "../../src/emulator/index.js";
import { recordProblems } from "./answers.js";
import { HAVE_SPECS } from "./spec.js";

/** What an emulator in another process recorded, while programs in another language used it. */
const RECORD = process.env["EMULATOR_RECORD"];

it.skipIf(RECORD === undefined || !HAVE_SPECS)("the answers of a record fit the API descriptions", () => {
  const record = JSON.parse(readFileSync(RECORD!, "utf8")) as LogExport;
  expect(record.requests.length).toBeGreaterThan(0);
  expect(recordProblems(record)).toEqual([]);
});
