// Type errors of Python projects, by pyright, against the packages of a virtual environment.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pyright } from "./pyright.mjs";

/** Packages that are missing count as unknown, and what only strict code minds is not held against code that was never type-checked. */
const CONFIG = {
  typeCheckingMode: "standard",
  reportMissingImports: false,
  reportMissingModuleSource: false,
  reportAttributeAccessIssue: "error",
  reportOptionalMemberAccess: false,
  reportOptionalSubscript: false,
  reportOptionalIterable: false,
  reportDeprecated: false,
};

/**
 * Errors by project and file, as `{ line, text }`.
 * @param {ReadonlyMap<string, ReadonlyMap<string, string>>} projects texts of files (relative) by the project's name
 * @param {string} checker interpreter that has pyright
 * @param {string} python interpreter with the SDKs
 */
export function pythonErrors(projects, checker, python) {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), "migrate-agents-types-")));
  try {
    for (const [name, files] of projects) {
      for (const [file, text] of files) {
        const at = path.join(home, name, file);
        mkdirSync(path.dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
    }
    const executionEnvironments = [...projects.keys()].map((root) => ({ root }));
    const config = path.join(home, "pyrightconfig.json");
    writeFileSync(config, JSON.stringify({ ...CONFIG, include: [...projects.keys()], executionEnvironments }));
    const { errors } = pyright(checker, python, config);
    const found = new Map([...projects.keys()].map((name) => [name, new Map()]));
    for (const [file, texts] of errors) {
      const [name, ...rest] = path.relative(home, file).split(path.sep);
      found.get(name)?.set(rest.join("/"), onePerRead(texts.map(split)));
    }
    return found;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * What only some members of a union have, or can be done with, is one error for each that has it not. Code that was never type-checked
 * reads such members all the time; it is one error, and the same one under both SDKs.
 */
function onePerRead(errors) {
  const seen = new Set();
  return errors.flatMap(({ line, text }) => {
    const [, read] =
      /^Cannot access attribute ("\w+") for class "(?!type\[|\w*Operations"|\w*Client")/.exec(text) ?? [];
    const [, does] = /^"[^"]+" (is not (?:awaitable|iterable))/.exec(text) ?? [];
    const one = read ? `Cannot access attribute ${read}` : does && `What is there ${does}`;
    const key = `${line} ${one}`;
    return one && seen.has(key) ? [] : [seen.add(key) && { line, text: one ?? text }];
  });
}

/** "12:3 message" */
function split(error) {
  const [, line, text] = /^(\d+):\d+ ([\s\S]*)$/.exec(error);
  return { line: Number(line), text };
}
