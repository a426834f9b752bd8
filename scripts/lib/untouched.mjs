/**
 * Where a rewritten text differs from its source outside the edits, or undefined. Does not trust the splicer: between any two
 * outermost edits the source must stand in the result, in order, and the ends of both texts must agree.
 * @param {string} source
 * @param {string} result
 * @param {readonly {readonly start: number, readonly end: number}[]} edits
 * @returns {string | undefined}
 */
export function touchedOutside(source, result, edits) {
  const outermost = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = outermost.at(-1);
    if (!last || edit.start >= last.end) outermost.push(edit);
  }
  const kept = [0, ...outermost.map(({ end }) => end)].map((start, i) =>
    source.slice(start, outermost[i]?.start ?? source.length),
  );
  if (!result.startsWith(kept[0])) return excerpt(kept[0]);
  if (!result.endsWith(kept.at(-1))) return excerpt(kept.at(-1));
  let at = 0;
  for (const piece of kept) {
    const found = result.indexOf(piece, at);
    if (found < 0) return excerpt(piece);
    at = found + piece.length;
  }
  return undefined;
}

function excerpt(text) {
  return text.length <= 80 ? text : `${text.slice(0, 40)} … ${text.slice(-40)}`;
}
