/** Which ids a program gets to see; it may send either kind. */
export type IdStyle = "classic" | "native";

/** Ids between the two APIs. Nothing is stored: each id says what it stands for. */
export interface Ids {
  /** `conv_x` → `thread_x` */
  thread(conversation: string): string;
  /** `resp_x` → `run_x` */
  run(response: string): string;
  /** `asst-x` → `asst_x`; other agent names stay. */
  assistant(agent: string): string;
}

/** Ids as they are shown. With "native" they are those of the current API, which migrated code understands too. */
export function createIds(style: IdStyle): Ids {
  if (style === "native") return { thread: (id) => id, run: (id) => id, assistant: (name) => name };
  return {
    thread: (id) => toClassicId(id, "conv", "thread"),
    run: (id) => toClassicId(id, "resp", "run"),
    assistant: (name) => (name.startsWith("asst-") ? `asst_${name.slice("asst-".length)}` : name),
  };
}

/** The conversation of a thread id, in either spelling. */
export function conversationId(thread: string): string {
  return toNativeId(thread, "thread", "conv");
}

/** The first response of a run id, in either spelling. */
export function responseId(run: string): string {
  return toNativeId(run, "run", "resp");
}

/** The agent of an assistant id, in either spelling; `name:3` is one version of it. */
export function agentOf(assistant: string): { readonly name: string; readonly version: string | undefined } {
  const [id = "", version] = assistant.split(":");
  return { name: id.startsWith("asst_") ? `asst-${id.slice("asst_".length)}` : id, version };
}

/** The id of a step: that of its first item. */
export function stepId(item: string): string {
  return `step_${item.slice(item.indexOf("_") + 1)}`;
}

/** Ids of other shapes (Foundry's hosted agents make `caresp_…`) keep their whole spelling behind a tilde. */
function toClassicId(id: string, native: string, classic: string): string {
  return id.startsWith(`${native}_`) ? `${classic}_${id.slice(native.length + 1)}` : `${classic}_~${id}`;
}

function toNativeId(id: string, classic: string, native: string): string {
  if (id.startsWith(`${classic}_~`)) return id.slice(classic.length + 2);
  return id.startsWith(`${classic}_`) ? `${native}_${id.slice(classic.length + 1)}` : id;
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A new agent name. Lower case, because it is not known whether the service tells cases apart. */
export function newAgentName(): string {
  // 252 is the largest multiple of 36 that fits a byte: all letters are equally likely.
  let name = "asst-";
  while (name.length < 29) {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    name += [...bytes.filter((byte) => byte < 252)].map((byte) => LETTERS[byte % 36]).join("");
  }
  return name.slice(0, 29);
}

/** The file of a container as a file id of its own, so that it can be found again without storing anything. */
export function containerFileId(container: string, file: string): string {
  return `file-${container}.${file}`;
}

/** Container and file of such an id; undefined for the id of an uploaded file. */
export function containerFileOf(id: string): { readonly container: string; readonly file: string } | undefined {
  const match = /^file-(cntr_[^./]+)\.([^./]+)$/.exec(id);
  return match ? { container: match[1]!, file: match[2]! } : undefined;
}

/**
 * When a thing was made, read from its id: OpenAI's ids hold the seconds in hex, at the start or behind a partition of 16 digits and `00`
 * (seen in recordings, not documented). Undefined unless it falls between two times.
 */
export function timeOf(id: string, earliest: number, latest: number): number | undefined {
  const digits = id.slice(id.indexOf("_") + 1);
  const candidates = [/^[0-9a-f]{16}00([0-9a-f]{8})/.exec(digits)?.[1], /^([0-9a-f]{8})[0-9a-f]/.exec(digits)?.[1]];
  return candidates
    .map((hex) => (hex === undefined ? Number.NaN : Number.parseInt(hex, 16)))
    .find((seconds) => seconds >= earliest && seconds <= latest);
}
