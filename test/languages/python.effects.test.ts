import { expect, test } from "vitest";
import { walk } from "../../src/languages/walk.js";
import { python, readPython } from "./python.js";

const imports = [
  "import asyncio, datetime as dt, json, logging, os, sys, time",
  "from datetime import datetime",
  "from time import monotonic as now, sleep",
];

test.each([
  ["time.sleep(1)", "sleep"],
  ["sleep(1)", "sleep"],
  ["await asyncio.sleep(1)", "sleep"],
  ["print(run.status)", "log"],
  ["logging.info('x')", "log"],
  ["logger.exception('x')", "log"],
  ["self._logger.debug('x')", "log"],
  ["app.log.warning('x')", "log"],
  ["sys.stdout.write('x')", "log"],
  ["time.time()", "clock"],
  ["now()", "clock"],
  ["datetime.now()", "clock"],
  ["dt.datetime.utcnow()", "clock"],
  ["str(x)", "pure"],
  ["len(x)", "pure"],
  ["json.dumps(x)", "pure"],
  ["isinstance(x, y)", "pure"],
  ["os.environ.get('X')", "pure"],
  ["', '.join(x)", "pure"],
  ["list(x)", undefined],
  ["x.sleep(1)", undefined],
  ["monotonic()", undefined],
  ["logging.getLogger('x')", undefined],
  ["catalog.info('x')", undefined],
  ["x.join(y)", undefined],
  ["client.files.write(x)", undefined],
  ["random.random()", undefined],
])("%s", (code, effect) => {
  const tree = readPython([...imports, code].join("\n"));
  const call = [...walk(tree.root)].find((node) => node.kind === "Call")!;
  expect(python.effects.effectOf(call)).toBe(effect);
});

test("a module that is not imported is none, and a name that the file binds is no built-in function", () => {
  const tree = readPython("time.sleep(1)\nprint(2)\ndef print(x): pass\n");
  const calls = [...walk(tree.root)].filter((node) => node.kind === "Call");
  expect(calls.map((call) => python.effects.effectOf(call))).toEqual([undefined, undefined]);
});
