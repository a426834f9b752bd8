import type { ResultMember } from "./types.js";

type Members = Readonly<Record<string, ResultMember>>;

const ANNOTATIONS = "content.*.text.annotations.*";

const message: Members = {
  text_messages: { path: "content.*", where: { type: ["text"] } },
  image_contents: { path: "content.*", where: { type: ["image_file"] } },
  file_citation_annotations: { path: ANNOTATIONS, where: { type: ["file_citation"] } },
  file_path_annotations: { path: ANNOTATIONS, where: { type: ["file_path"] } },
  url_citation_annotations: { path: ANNOTATIONS, where: { type: ["url_citation"] } },
};

/** What the Python packages put on a message and its delta, beside the fields of the wire. */
export const azurePythonMembers: Readonly<Record<string, Members>> = {
  Message: message,
  MessageDeltaEvent: { text: { path: "delta.content.*.text.value", where: { type: ["text"] }, join: true } },
};

const ofPage = ({ path, ...rest }: ResultMember): ResultMember => ({ path: `data.*.${path}`, ...rest });
const onPage = Object.entries(message).filter(([name]) => name !== "url_citation_annotations");
const last: ResultMember = { path: "data.*", call: ["data.*.role"], first: true };
const lastText: ResultMember = {
  path: "data.*.content.*",
  where: { type: ["text"] },
  call: ["data.*.role"],
  first: true,
};

/** The same in the flat previews, whose list of messages has them too. "Sender" was the word for role until 1.0.0b4. */
export const azureProjectsBetaPythonMembers: Readonly<Record<string, Members>> = {
  ...azurePythonMembers,
  "Page(Message)": {
    ...Object.fromEntries(onPage.map(([name, member]) => [name, ofPage(member)])),
    messages: { path: "data.*" },
    get_last_message_by_role: last,
    get_last_message_by_sender: last,
    get_last_text_message_by_role: lastText,
    get_last_text_message_by_sender: lastText,
  },
};
