import path = require("node:path");
import threads = require("node:worker_threads");

/** A jscodeshift transform, as far as these ones use what jscodeshift gives. */
type Transform = (
  file: { readonly path: string; readonly source: string },
  api: { readonly report?: (message: string) => void; readonly stats?: (name: string, count?: number) => void },
  options: Readonly<Record<string, unknown>>,
) => Promise<string | undefined>;

/** What the thread answers; the text is undefined where nothing changes. */
interface Answer {
  readonly id: number;
  readonly text?: string;
  readonly reports: readonly string[];
  readonly outcomes: readonly string[];
  readonly error?: string;
}

/**
 * jscodeshift compiles all that is loaded in its processes, parsers and compilers too, down to code for old engines. So the work is
 * done in a thread, where its hooks do not reach; one for each process.
 */
let thread: threads.Worker | undefined;
let last = 0;
const waiting = new Map<number, (answer: Answer) => void>();

function start(): threads.Worker {
  const started = new threads.Worker(path.join(__dirname, "../../src/api/jscodeshiftThread.js"));
  started.on("message", (answer: Answer) => waiting.get(answer.id)?.(answer));
  started.on("error", (error) => {
    for (const [id, answer] of waiting) answer({ id, reports: [], outcomes: [], error: error.message });
    thread = undefined;
  });
  return started;
}

/** The transform of one rule, or of all. */
function transformOf(rule?: string): Transform {
  return async ({ path: file, source }, api, options) => {
    const running = (thread ??= start());
    const id = ++last;
    running.ref();
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      // Functions among the options cannot be sent, and none is meant for us.
      running.postMessage({ id, rule, path: path.resolve(file), source, options: JSON.parse(JSON.stringify(options)) });
    });
    waiting.delete(id);
    if (waiting.size === 0) running.unref();
    if (answer.error !== undefined) throw new Error(answer.error);
    for (const message of answer.reports) api.report?.(message);
    for (const outcome of answer.outcomes) api.stats?.(outcome);
    return answer.text;
  };
}

export = transformOf;
