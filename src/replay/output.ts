/** Ids in texts, by what they stand for; of both APIs. */
const IDS: readonly (readonly [what: string, ids: RegExp])[] = [
  ["conversation", /\b(?:thread|conv)_\w{16,}/g],
  ["response", /\b(?:run|resp)_\w{16,}/g],
  ["message", /\bmsg_\w{12,}/g],
  ["call", /\b(?:call|fc)_\w{12,}/g],
  ["container file", /\bcfile_\w{12,}/g],
  ["file", /\b(?:file|assistant)-\w{12,}/g],
  ["vector store", /\bvs_\w{12,}/g],
];
const ASSISTANT = /\basst[_-][0-9a-zA-Z]{24}\b/g;

/**
 * The output of a program with numbers for ids, in the order in which they occur, so that those of two runs can be compared.
 * @param agents names of the agents of this run, in the order in which they were made
 * @param shown what stands for the nth of them
 */
export function plainOutput(output: readonly string[], agents: readonly string[], shown: readonly string[]): string[] {
  const numbers = new Map<string, string>();
  const numbered = (what: string, id: string): string => {
    const key = `${what} ${id.slice(id.search(/[_-]/) + 1)}`;
    const known =
      numbers.get(key) ?? `<${what} ${[...numbers.keys()].filter((each) => each.startsWith(`${what} `)).length + 1}>`;
    numbers.set(key, known);
    return known;
  };
  return output.map((line) => {
    const plain = line.replace(ASSISTANT, (id) => {
      const index = agents.indexOf(id.replace("_", "-"));
      return shown[index] ?? id;
    });
    return IDS.reduce((text, [what, ids]) => text.replace(ids, (id) => numbered(what, id)), plain);
  });
}
