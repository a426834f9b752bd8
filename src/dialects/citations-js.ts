import type { TargetHelper } from "./target.js";

const ANNOTATION = 'OpenAI.Responses.ResponseOutputText["annotations"][number]';

function lines(typed: boolean): readonly string[] {
  const t = (type: string): string => (typed ? type : "");
  return [
    "/** A part of a message with markers in its text where it cites files; each annotation has its own as `text`. */",
    typed
      ? `function NAME(part: { type: string; text: string; annotations?: ${ANNOTATION}[] }) {`
      : "function NAME(part) {",
    `\tconst placeOf = (one${t(`: ${ANNOTATION}`)}) => ("index" in one ? one.index : one.start_index);`,
    "\tconst found = [...(part.annotations ?? [])].sort((a, b) => placeOf(a) - placeOf(b));",
    "\tlet { text } = part;",
    "\tlet shift = 0;",
    "\tconst annotations = found.map((one, place) => {",
    "\t\tconst start_index = placeOf(one) + shift;",
    '\t\tconst marker = one.type === "file_citation" ? `【${place}†${one.filename}】` : "";',
    "\t\ttext = text.slice(0, start_index) + marker + text.slice(start_index);",
    "\t\tshift += marker.length;",
    '\t\tconst end_index = "end_index" in one ? one.end_index + shift : start_index + marker.length;',
    "\t\treturn { ...one, text: text.slice(start_index, end_index), start_index, end_index };",
    "\t});",
    "\treturn { type: part.type, text, annotations: annotations.filter((one) => one.text) };",
    "}",
  ];
}

/** A function that gives a part of a message what its text had: markers where something is cited. */
export const withMarkersJs: TargetHelper = {
  names: ["withMarkers", "withCitationMarkers"],
  lines: lines(false),
  typedLines: lines(true),
  imports: [{ module: "openai", name: "default", local: "OpenAI", typeOnly: true }],
};
