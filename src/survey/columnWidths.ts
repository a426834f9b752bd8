import type { Finding } from "../../transforms/finding.js";
import { storedIds as rule } from "../../transforms/registry.js";
import type { Probe } from "./probe.js";

/** What new identifiers need: `conv_`, `resp_` and item ids have up to 57 characters, names of agents up to 63. */
const NEEDED = { thread: 57, run: 57, conversation: 57, response: 57, assistant: 63, agent: 63 } as const;

type Noun = keyof typeof NEEDED;

/** A field that is named after an id of the API: `thread_id`, `threadId`, `openai_thread_id`, "assistantId". */
const FIELD = /(?<![A-Za-z])(?:\w*?[_a-z])?(thread|run|assistant|agent|conversation|response)_?id(?![a-z])/i;

/** How SQL, Prisma, SQLAlchemy, Django, Sequelize, TypeORM and Drizzle write the width of a column. */
const WIDTH =
  /\b(?:N?(?:VAR)?CHAR(?:ACTER)?(?:\s+VARYING)?|STRING|String|VarChar|Unicode)\s*\(\s*(?:length\s*=\s*)?(\d+)\s*\)|\bmax_length\s*=\s*(\d+)|\blength:\s*(\d+)/i;

/** Columns that are too narrow for the ids that take the place of classic ones. */
export const columnWidths: Probe = {
  rule,
  accepts: (name) => /\.(?:sql|prisma|py|[cm]?[jt]sx?)$/i.test(name),
  needle: WIDTH,
  always: false,
  look: ({ path, text }) => {
    const findings: Finding[] = [];
    let start = 0;
    for (const line of text.split("\n")) {
      const field = FIELD.exec(line);
      const width = field && WIDTH.exec(line);
      const noun = field?.[1]?.toLowerCase() as Noun | undefined;
      const columns = width && Number(width[1] ?? width[2] ?? width[3]);
      if (noun && columns !== null && columns !== undefined && columns < NEEDED[noun]) {
        findings.push({
          file: path,
          range: { start: start + field!.index, end: start + field!.index + field![0].length },
          rule: rule.id,
          severity: "warning",
          message: `This column has ${columns} characters, and ${noun === "assistant" || noun === "agent" ? "names of agents" : "the new ids"} have up to ${NEEDED[noun]}.`,
          help: "Widen it before the migrated program writes to it, if it holds ids of the agent API; text without a limit is safest.",
        });
      }
      start += line.length + 1;
    }
    return findings;
  },
};
