import type { Effect, Effects } from "../language.js";
import type { Expression, SourceTree } from "../tree.js";
import { exportsOf } from "./exports.js";
import { importedPath } from "./imported.js";

/** Functions by the path under which their module gives them; built-in functions by their name. */
const EFFECTS: Readonly<Record<Effect, readonly string[]>> = {
  sleep: ["time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep", "gevent.sleep", "eventlet.sleep"],
  log: [
    ...["print", "pprint.pprint", "pprint.pp", "warnings.warn", "traceback.print_exc"],
    ...["sys.stdout.write", "sys.stdout.flush", "sys.stderr.write", "sys.stderr.flush"],
  ],
  clock: [
    ...[
      "time.time",
      "time.time_ns",
      "time.monotonic",
      "time.monotonic_ns",
      "time.perf_counter",
      "time.perf_counter_ns",
    ],
    ...["time.process_time", "time.strftime", "time.gmtime", "time.localtime"],
    ...["datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"],
  ],
  // Nothing that runs through its argument (list, sorted, sum): iterating a pager sends requests.
  pure: [
    ...[
      "str",
      "repr",
      "ascii",
      "format",
      "len",
      "int",
      "float",
      "bool",
      "abs",
      "round",
      "ord",
      "chr",
      "hex",
      "hash",
      "id",
    ],
    ...["isinstance", "issubclass", "callable", "hasattr", "type", "range"],
    ...[
      "json.dumps",
      "json.loads",
      "os.getenv",
      "os.environ.get",
      "os.path.join",
      "os.path.basename",
      "os.path.dirname",
    ],
    ...["os.path.abspath", "os.path.splitext", "os.path.exists", "pathlib.Path", "textwrap.dedent"],
    ...["datetime.timedelta", "datetime.datetime.fromtimestamp", "uuid.uuid4"],
  ],
  shows: ["", ".sidebar"]
    .flatMap((part) =>
      ["write", "text", "markdown", "code", "info", "success", "warning", "error"].map(
        (name) => `streamlit${part}.${name}`,
      ),
    )
    .concat("IPython.display.display"),
  asks: [],
  keeps: ["enumerate", "zip", "reversed", "copy.copy", "copy.deepcopy", "typing.cast"],
};

const effectByPath = new Map<string, Effect>(
  Object.entries(EFFECTS).flatMap(([effect, paths]) => paths.map((path) => [path, effect as Effect] as const)),
);

const LOGGER = /(?:^|_)(?:log|logger|logging)$/i;
const LOG_METHODS = new Set(["debug", "info", "warning", "warn", "error", "exception", "critical", "log"]);

/** What is known of Python's built-in functions and standard library. Loggers are known by their usual names. */
export const pythonEffects: Effects = {
  ofExports: {
    "time sleep": "sleep",
    "asyncio sleep": "sleep",
    "pprint pprint": "log",
    "rich print": "log",
  },
  passesThrough(decorator) {
    const callee = decorator.kind === "Call" ? decorator.callee : decorator;
    const path = pathOf(callee, decorator.tree);
    if (path !== undefined && KEEPING.has(path)) return true;
    return callee.kind === "Member" && callee.property === "start_as_current_span";
  },
  effectOf(call) {
    const { callee } = call;
    const path = pathOf(callee, call.tree);
    const effect = path === undefined ? undefined : effectByPath.get(path);
    if (effect) return effect;
    if (callee.kind !== "Member") return undefined;
    if (isText(callee.object)) return "pure";
    const receiver = callee.object.kind === "Member" ? callee.object.property : nameIn(callee.object);
    return LOG_METHODS.has(callee.property) && receiver !== undefined && LOGGER.test(receiver) ? "log" : undefined;
  },
};

/** Decorators that change nothing for callers: kinds of methods, marks for type checkers, caches, traces. */
const KEEPING: ReadonlySet<string> = new Set([
  ...["staticmethod", "classmethod", "abc.abstractmethod", "functools.cache", "functools.lru_cache"],
  ...["property", "cached_property", "functools.cached_property"],
  ...["typing.override", "typing.final", "typing_extensions.override", "typing_extensions.final"],
  ...["streamlit.cache_resource", "langsmith.traceable", "langfuse.observe", "langfuse.decorators.observe"],
  ...["tenacity.retry", "backoff.on_exception"],
]);

/** `t.sleep` → "time.sleep" after `import time as t`; the name itself for a built-in function. */
function pathOf(callee: Expression, tree: SourceTree): string | undefined {
  if (callee.kind !== "Name") return importedMember(callee, tree);
  return importedPath(tree, callee.name) ?? (definesItself(tree, callee.name) ? undefined : callee.name);
}

function importedMember(node: Expression, tree: SourceTree): string | undefined {
  if (node.kind === "Name") return importedPath(tree, node.name);
  if (node.kind !== "Member" || node.computed) return undefined;
  const object = importedMember(node.object, tree);
  return object === undefined ? undefined : `${object}.${node.property}`;
}

/** Whether a file has a function, class or variable of this name at its top level, so that it is no built-in function there. */
function definesItself(tree: SourceTree, name: string): boolean {
  return exportsOf(tree).some((own) => own.name === name);
}

function nameIn(node: Expression): string | undefined {
  return node.kind === "Name" ? node.name : undefined;
}

/** Methods of a string literal: `", ".join(names)`, `"{}".format(x)`. */
function isText(node: Expression): boolean {
  return node.kind === "StringLiteral" || node.kind === "TemplateString";
}
