import type { TargetHelper } from "./target.js";

/** A function that gives a part of a message what its text had: markers where something is cited. */
export const withMarkersPython: TargetHelper = {
  names: ["with_markers", "with_citation_markers"],
  lines: [
    "def NAME(part) -> Any:",
    '\t"""A part of a message with markers in its text where it cites files; each annotation has its own as `text`."""',
    '\tfound = [{"start_index": 0, "end_index": 0, **one.model_dump()} for one in getattr(part, "annotations", [])]',
    "\ttext, shift, annotations = part.text, 0, []",
    '\tfor place, one in enumerate(sorted(found, key=lambda one: one.get("index", one["start_index"]))):',
    '\t\tstart, end = one.get("index", one["start_index"]) + shift, one["end_index"] + shift',
    '\t\tif one["type"] == "file_citation":',
    "\t\t\tmarker = f\"【{place}†{one['filename']}】\"",
    "\t\t\ttext, end = text[:start] + marker + text[start:], start + len(marker)",
    "\t\t\tshift += len(marker)",
    "\t\tif start < end:",
    '\t\t\tspan = {"text": text[start:end], "start_index": start, "end_index": end}',
    "\t\t\tannotations.append(SimpleNamespace(**{**one, **span}))",
    "\treturn SimpleNamespace(type=part.type, text=text, annotations=annotations)",
  ],
  imports: [
    { module: "types", name: "SimpleNamespace", local: "SimpleNamespace" },
    { module: "typing", name: "Any", local: "Any" },
  ],
};
