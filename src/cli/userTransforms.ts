import type jscodeshift from "jscodeshift";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { relativeTo } from "../discover/paths.js";
import type { Transform } from "../pipeline/transformed.js";
import { messages, Stop } from "./messages.js";
import { optionalPackage } from "./optionalPackage.js";
import { say, type Terminal } from "./terminal.js";

/** A module that jscodeshift would run. */
interface UserTransform {
  readonly name: string;
  readonly run: jscodeshift.Transform;
  readonly parser?: string | jscodeshift.Parser;
}

/**
 * Transforms for jscodeshift that users wrote, one after the other, as jscodeshift would run them on each file. A file that one of them
 * fails on keeps its text, and that is told.
 * @throws Stop where one cannot be loaded, and where there is no jscodeshift
 */
export async function userTransforms(names: readonly string[], cwd: string, terminal: Terminal): Promise<Transform> {
  const core = await loadJscodeshift(cwd);
  const transforms: UserTransform[] = [];
  for (const name of names) transforms.push(await load(name));
  return {
    accepts: (file) => /\.[cm]?[jt]sx?$/.test(file),
    run: async (file, source) => {
      let text = source;
      for (const { name, run, parser = parserOf(file) } of transforms) {
        const j = core.withParser(parser);
        try {
          const api = { j, jscodeshift: j, stats: () => undefined, report: () => undefined };
          const result = await run({ path: file, source: text }, api, {});
          if (typeof result === "string" && result !== "") text = result;
        } catch (error) {
          const detail = messageOf(error);
          say(terminal, messages.transformFailed({ file: relativeTo(cwd, file), transform: name, detail }));
          return undefined;
        }
      }
      return text;
    },
  };
}

function parserOf(file: string): string {
  if (/\.[jt]sx$/.test(file)) return file.endsWith("tsx") ? "tsx" : "babel";
  return /\.[cm]?ts$/.test(file) ? "ts" : "babel";
}

async function loadJscodeshift(cwd: string): Promise<jscodeshift.JSCodeshift> {
  const core = (await optionalPackage("jscodeshift", cwd)) as jscodeshift.JSCodeshift | undefined;
  if (!core) throw new Stop(messages.noJscodeshift());
  return core;
}

async function load(name: string): Promise<UserTransform> {
  try {
    const loaded = (await import(pathToFileURL(path.resolve(name)).href)) as Record<string, unknown>;
    const outer = loaded.default as Partial<Record<"default" | "parser", unknown>> | undefined;
    const run = typeof outer === "function" ? outer : outer?.default;
    if (typeof run !== "function") throw new Error("it exports no function as its default");
    const parser = (loaded.parser ?? outer?.parser) as UserTransform["parser"];
    return { name, run: run as jscodeshift.Transform, ...(parser !== undefined && { parser }) };
  } catch (error) {
    throw new Stop(messages.transformUnusable({ file: name, detail: messageOf(error) }));
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
