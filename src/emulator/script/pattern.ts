/** A text to look for: a part of it in any case, or `/regex/flags`. Gives the groups of the regex (maybe none) when it is found. */
export function matchText(pattern: string, text: string): readonly string[] | undefined {
  const regex = regexOf(pattern);
  if (!regex) return text.toLowerCase().includes(pattern.toLowerCase()) ? [] : undefined;
  const match = regex.exec(text);
  return match ? [...match].map((group) => group ?? "") : undefined;
}

/** The regex that a pattern is, if it is one. @throws SyntaxError for one that makes no sense */
export function regexOf(pattern: string): RegExp | undefined {
  const parts = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  return parts ? new RegExp(parts[1]!, parts[2]) : undefined;
}
