import type { Expression, TemplateString } from "../../src/languages/tree.js";
import type { Span } from "../../src/languages/tree.js";

/**
 * A hole of a template with the words that name it: ` - Role: ${role}`, ` (${time})`. Undefined where the template is written in a way
 * in which that cannot be told.
 */
export function labelledHole(template: TemplateString, hole: Expression): Span | undefined {
  const spans = holeSpans(template);
  const index = template.holes.indexOf(hole);
  const [own, next] = [spans?.[index], spans?.[index + 1]];
  const content = contentOf(template);
  if (!own || !spans || !content) return undefined;
  const { text } = template.tree;
  const labelStart = index === 0 ? content.start : spans[index - 1]!.end;
  const label = text.slice(labelStart, own.start);
  const after = text.slice(own.end, next?.start ?? content.end);
  // Strings that are joined by standing beside each other.
  if (/["'`]\s*[a-zA-Z]{0,2}["'`]/.test(label) || /["'`]\s*[a-zA-Z]{0,2}["'`]/.test(after)) return undefined;

  const open = /\s*[([]\s*[^()[\]]*$/.exec(label);
  const close = /^\s*[)\]]/.exec(after);
  if (open && close) {
    const isFirst = index === 0 && open.index === 0;
    const rest = isFirst ? /^\s*/.exec(after.slice(close[0].length))![0].length : 0;
    return { start: labelStart + open.index, end: own.end + close[0].length + rest };
  }
  if (index === 0) {
    const kept = /^(?:\s|\\[nt]|[-*•>#]\s)*/.exec(label)![0].length;
    const separator = /^(?:\s*[-–—|,;:·]+\s*|\s+)?/.exec(after)![0].length;
    return { start: content.start + kept, end: own.end + separator };
  }
  const name = label.replace(/[\s:=\-–]+$/, "");
  const breaks = [...name.matchAll(/[,;|]|\s[-–—]\s|\.\s|\\n|\n/g)];
  return { start: labelStart + (breaks.at(-1)?.index ?? 0), end: own.end };
}

/** The holes with their braces. */
function holeSpans({ holes, tree }: TemplateString): readonly Span[] | undefined {
  const brace = tree.language === "python" ? "{" : "${";
  const spans: Span[] = [];
  for (const hole of holes) {
    const start = tree.text.lastIndexOf(brace, hole.start);
    const end = tree.text.indexOf("}", hole.end);
    if (start < (spans.at(-1)?.end ?? 0) || end < 0) return undefined;
    spans.push({ start, end: end + 1 });
  }
  return spans;
}

/** What stands between the quotes. */
function contentOf({ tree, start, end }: TemplateString): Span | undefined {
  const open = /^[a-zA-Z]*("""|'''|["'`])/.exec(tree.text.slice(start, end));
  return open ? { start: start + open[0].length, end: end - open[1]!.length } : undefined;
}
