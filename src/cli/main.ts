#!/usr/bin/env node
import module from "node:module";

// Where Node can keep compiled code between runs (22.1 and newer), loading the parser takes a fraction of the time.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { run } = await import("./program.js");

process.exitCode = await run(process.argv.slice(2));
