// Which type errors a file has now that it did not have before.

/**
 * The errors of `now` that nothing in `before` stands for. An old error stands for a new one
 * - that says the same, however often: an expression that was copied takes its error along;
 * - that says a variable may be unbound, however often: variables are renamed, and read again in tests that are copied;
 * - that says the same of another name, once: `os.getenv()` given to the `model` of a method, and now to that of a definition.
 * @param {readonly { line: number, text: string }[]} before
 * @param {readonly { line: number, text: string }[]} now
 */
export function gainedErrors(before, now) {
  const old = new Set(before.map(({ text }) => text));
  const unbound = before.filter(isUnbound).map(kind);
  const gone = without(before, now).map(kind);
  return without(now, before).filter((error) => {
    if (old.has(error.text) || (isUnbound(error) && unbound.includes(kind(error)))) return false;
    const at = gone.indexOf(kind(error));
    if (at >= 0) gone.splice(at, 1);
    return at < 0;
  });
}

function isUnbound({ text }) {
  return text.endsWith("(reportPossiblyUnboundVariable)");
}

/** The errors that are left when each of the others has taken one of the same text away. */
function without(errors, others) {
  const texts = others.map(({ text }) => text);
  return errors.filter(({ text }) => {
    const at = texts.indexOf(text);
    if (at >= 0) texts.splice(at, 1);
    return at < 0;
  });
}

/** What an error is about, without the names in it. Only its first line: the others explain it by the types of the SDK. */
function kind({ text }) {
  const code = /\((TS\d+|report\w+|error)\)$/.exec(text)?.[1] ?? "";
  const [line] = text.split(/\n| {3,}/);
  const said = line.replace(/"[^"]*"|'[^']*'/g, "…").replace(/ \((TS\d+|report\w+|error)\)$/, "");
  // Which function it is is not said of those that have several forms.
  return `${code} ${said.replace(/ in function …$/, "")}`;
}
