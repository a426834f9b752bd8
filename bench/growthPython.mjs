// Programs in Python that grow, for bench/growth.mjs: [first size, largest size, unit, files of that size]. Over 400 lines: one table of them.
import { lines, range } from "./growthJavascript.mjs";

const CLIENT = "import time\nfrom openai import OpenAI\n\nclient = OpenAI()\n\n";
const one = (text) => [{ path: "a.py", text }];
const start = "def start():\n    return client.beta.threads.create().id\n\n";
const message = (text) =>
  `    client.beta.threads.messages.create(thread_id=thread.id, role="user", content=${text})\n`;
const run = (name) =>
  `    ${name} = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant)\n`;
const inFlow = (body) =>
  one(`${CLIENT}def say(question: str, assistant: str):\n    thread = client.beta.threads.create()\n${body}`);
const indent = (levels) => "    ".repeat(levels);

function flow(n) {
  return `def ask_${n}(question: str, assistant: str) -> str:
    thread = client.beta.threads.create()
    client.beta.threads.messages.create(thread_id=thread.id, role="user", content=question)
    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant)
    while run.status in ("queued", "in_progress"):
        time.sleep(0.5)
        run = client.beta.threads.runs.retrieve(thread_id=thread.id, run_id=run.id)
    messages = client.beta.threads.messages.list(thread_id=thread.id)
    return messages.data[0].content[0].text.value


`;
}

const ordinary = (n) => `def total_${n}(rows, limit=${n % 100}):
    """Sums the amounts above a limit."""
    total = 0
    for row in rows:
        if row["amount"] > limit:
            total += row["amount"]
    return total


`;

export const PYTHON = {
  "Python: files with one flow each": [
    50,
    800,
    "files",
    (n) => range(n, (i) => ({ path: `m${i}/a.py`, text: CLIENT + flow(i) })),
  ],
  "Python: one file of many flows": [20, 640, "flows", (n) => one(CLIENT + lines(n, flow))],
  "Python: one file of many refused flows": [
    20,
    640,
    "flows",
    (n) => one(CLIENT + lines(n, (i) => flow(i).replace("assistant_id=", "max_prompt_tokens=500, assistant_id="))),
  ],
  "Python: one file of ordinary code, one flow": [
    250,
    4000,
    "functions",
    (n) => one(CLIENT + flow(0) + lines(n, ordinary)),
  ],
  "Python: one file of lines": [2500, 40_000, "lines", (n) => one(CLIENT + start + lines(n, (i) => `f(${i})\n`))],
  "Python: one long line": [
    1000,
    16_000,
    "calls",
    (n) => one(CLIENT + start + lines(n, (i) => `f(${i}, x=[${i}]); `) + "\n"),
  ],
  "Python: one long line of calls": [
    100,
    1600,
    "calls",
    (n) => one(CLIENT + lines(n, () => `client.beta.threads.delete(thread_id="thread_1"); `) + "\n"),
  ],
  "Python: messages of one thread": [
    50,
    1600,
    "messages",
    (n) => inFlow(lines(n, (i) => message(`"message ${i}"`)) + run("run") + "    return run.status\n"),
  ],
  "Python: turns of one thread": [
    20,
    640,
    "turns",
    (n) =>
      inFlow(
        lines(
          n,
          (i) =>
            message(`"message ${i}"`) +
            run(`run${i}`) +
            `    print(run${i}.status, client.beta.threads.messages.list(thread_id=thread.id).data[0].content)\n`,
        ),
      ),
  ],
  "Python: functions on one thread": [
    20,
    640,
    "functions",
    (n) =>
      one(
        `${CLIENT}thread = client.beta.threads.create()\n\n` +
          lines(
            n,
            (i) => `def f${i}(question, assistant):\n${message("question")}${run("run")}    return run.status\n\n`,
          ),
      ),
  ],
  "Python: reads of one run": [
    50,
    3200,
    "reads",
    (n) => inFlow(run("run") + lines(n, (i) => `    print(${i}, run.status, run.usage.total_tokens)\n`)),
  ],
  "Python: writes of one variable": [
    50,
    1600,
    "writes",
    (n) =>
      inFlow(
        `    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant)\n` +
          lines(n, () => `    run = client.beta.threads.runs.retrieve(thread_id=thread.id, run_id=run.id)\n`) +
          "    return run.status\n",
      ),
  ],
  "Python: steps of a run": [
    20,
    640,
    "lists",
    (n) =>
      inFlow(
        run("run") +
          lines(
            n,
            (i) =>
              `    steps${i} = client.beta.threads.runs.steps.list(run_id=run.id, thread_id=thread.id)\n    for step in steps${i}.data:\n        print(step.type, step.status)\n`,
          ),
      ),
  ],
  "Python: tool loops": [
    10,
    320,
    "loops",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `def f${i}(question, assistant):
    thread = client.beta.threads.create()
${message("question")}    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant)
    while run.status == "requires_action":
        outputs = []
        for call in run.required_action.submit_tool_outputs.tool_calls:
            outputs.append({"tool_call_id": call.id, "output": call.function.arguments})
        run = client.beta.threads.runs.submit_tool_outputs_and_poll(thread_id=thread.id, run_id=run.id, tool_outputs=outputs)
    return run.status


`,
          ),
      ),
  ],
  "Python: streams": [
    10,
    320,
    "streams",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `def f${i}(question, assistant):
    thread = client.beta.threads.create()
${message("question")}    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant) as stream:
        for event in stream:
            if event.event == "thread.message.delta":
                print(event.data.delta.content[0].text.value, end="")


`,
          ),
      ),
  ],
  "Python: event handlers": [
    10,
    320,
    "handlers",
    (n) =>
      one(
        "from openai import AssistantEventHandler, OpenAI\n\nclient = OpenAI()\n\n" +
          lines(
            n,
            (i) => `class H${i}(AssistantEventHandler):
    def on_text_delta(self, delta, snapshot):
        print(delta.value, end="")


def f${i}(question, assistant):
    thread = client.beta.threads.create()
${message("question")}    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant, event_handler=H${i}()) as stream:
        stream.until_done()


`,
          ),
      ),
  ],
  "Python: assistants": [
    20,
    640,
    "assistants",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `def f${i}(question):
    assistant = client.beta.assistants.create(model="gpt-4o", name="Agent ${i}", instructions="Be ${i}.")
    thread = client.beta.threads.create()
${message("question")}    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    return run.status


`,
          ),
      ),
  ],
  "Python: one assistant, many runs": [
    20,
    640,
    "runs",
    (n) =>
      one(
        `${CLIENT}assistant = client.beta.assistants.create(model="gpt-4o", name="Clerk", instructions="Be brief.")\n\n\n` +
          lines(
            n,
            (i) => `def f${i}(question):
    thread = client.beta.threads.create()
${message("question")}    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, instructions=question)
    return run.status


`,
          ),
      ),
  ],
  "Python: files that share one client": [
    20,
    640,
    "files",
    (n) => [
      { path: "shared.py", text: CLIENT },
      ...range(n, (i) => ({ path: `m${i}.py`, text: `import time\nfrom shared import client\n\n\n${flow(i)}` })),
    ],
  ],
  "Python: a chain of imports": [
    200,
    3200,
    "files",
    (n) => [
      { path: "f0.py", text: CLIENT + flow(0) },
      ...range(n, (i) => ({ path: `f${i + 1}.py`, text: `from f${i} import ask_0\n` })),
    ],
  ],
  "Python: a chain of stars, used in each": [
    50,
    800,
    "files",
    (n) => [
      { path: "f0.py", text: CLIENT },
      ...range(n, (i) => ({
        path: `f${i + 1}.py`,
        text: `from f${i} import *\n\ndef start_${i}():\n    return client.beta.threads.create().id\n`,
      })),
    ],
  ],
  "Python: imports of one file": [
    100,
    3200,
    "imports",
    (n) => one(lines(n, (i) => `from a${i} import b${i}\n`) + CLIENT + start + lines(n, (i) => `print(b${i})\n`)),
  ],
  "Python: functions that are handed a client": [
    50,
    1600,
    "functions",
    (n) =>
      one(
        CLIENT +
          lines(n, (i) => `def f${i}(c: OpenAI):\n    return c.beta.threads.create().id\n\n`) +
          lines(n, (i) => `f${i}(client)\n`),
      ),
  ],
  "Python: callers of a function that is handed a client": [
    50,
    1600,
    "callers",
    (n) =>
      one(
        `${CLIENT}def f(c: OpenAI):\n    return c.beta.threads.create().id\n\n` +
          lines(n, (i) => `def go${i}():\n    return f(client)\n\n`),
      ),
  ],
  "Python: a chain of functions that hand on a client": [
    25,
    400,
    "functions",
    (n) =>
      one(
        `${CLIENT}def f0(c: OpenAI):\n    return c.beta.threads.create().id\n\n` +
          lines(n, (i) => `def f${i + 1}(c: OpenAI):\n    return f${i}(c)\n\n`) +
          `f${n}(client)\n`,
      ),
  ],
  "Python: uses of a wrapper": [
    50,
    1600,
    "uses",
    (n) =>
      one(
        `${CLIENT}def begin():\n    return client.beta.threads.create()\n\n` +
          lines(n, (i) => `def f${i}(assistant):\n    thread = begin()\n${run("run")}    return run.status\n\n`),
      ),
  ],
  "Python: classes with a client": [
    25,
    800,
    "classes",
    (n) =>
      one(
        "from openai import OpenAI\n\n\n" +
          lines(
            n,
            (i) => `class C${i}:
    def __init__(self):
        self.client = OpenAI()

    def start(self):
        self.thread = self.client.beta.threads.create()

    def say(self, question):
        self.client.beta.threads.messages.create(thread_id=self.thread.id, role="user", content=question)


`,
          ),
      ),
  ],
  "Python: methods of one class": [
    25,
    800,
    "methods",
    (n) =>
      one(
        "from openai import OpenAI\n\n\nclass C:\n    def __init__(self):\n        self.client = OpenAI()\n\n" +
          lines(
            n,
            (i) =>
              `    def start${i}(self):\n        thread = self.client.beta.threads.create()\n        return thread.id\n\n`,
          ),
      ),
  ],
  "Python: a chain of classes": [
    25,
    400,
    "classes",
    (n) =>
      one(
        "from openai import OpenAI\n\n\nclass C0:\n    def __init__(self):\n        self.client = OpenAI()\n\n\n" +
          lines(
            n,
            (i) =>
              `class C${i + 1}(C${i}):\n    def start${i}(self):\n        return self.client.beta.threads.create().id\n\n\n`,
          ) +
          `C${n}().start0()\n`,
      ),
  ],
  "Python: nested blocks with calls": [
    10,
    80,
    "levels",
    (n) =>
      inFlow(
        run("run") +
          lines(
            n,
            (i) =>
              `${indent(i + 1)}if question:\n${indent(i + 1)}${message("question")}${indent(i + 2)}print(run.status)\n`,
          ),
      ),
  ],
  "Python: a long sum": [
    100,
    800,
    "terms",
    (n) => inFlow(`${run("run")}    return run.status${lines(n, (i) => ` + run.id + f(${i})`)}\n`),
  ],
  "Python: cells of one notebook": [
    25,
    800,
    "cells",
    (n) => {
      const cell = (text) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: [text] });
      return [
        {
          path: "a.ipynb",
          text: JSON.stringify(
            {
              cells: [cell(CLIENT), ...range(n, (i) => cell(flow(i)))],
              metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" } },
              nbformat: 4,
              nbformat_minor: 5,
            },
            null,
            1,
          ),
        },
      ];
    },
  ],
};
