/**
 * The same for a notebook, given as JSON text: code cells may only differ as `touchedOutside` allows, blank lines at their edges and
 * cells that lost all their text aside; everything else must be what it was.
 * @param {string} source
 * @param {string} result
 * @param {readonly {readonly start: number, readonly end: number}[]} edits of the joined code
 * @returns {string | undefined}
 */
export function touchedInNotebook(source, result, edits) {
  const after = JSON.parse(result);
  const kept = [...after.cells];
  let start = 0;
  for (const cell of JSON.parse(source).cells) {
    const text = textOf(cell);
    const isCode = cell.cell_type === "code";
    const end = start + text.length;
    const own = isCode ? edits.filter((edit) => edit.start <= end && start <= edit.end) : [];
    const inCell = own.map((edit) => ({
      start: Math.max(0, edit.start - start),
      end: Math.min(text.length, edit.end - start),
    }));
    const now = kept[0];
    if (now && JSON.stringify({ ...cell, source: "" }) === JSON.stringify({ ...now, source: "" })) {
      const pieces = inCell.length === 0 ? [text] : keptPieces(text, inCell).map((piece) => piece.trim());
      const lost = missing(textOf(now), pieces);
      if (lost !== undefined || (inCell.length === 0 && text !== textOf(now))) return lost ?? excerpt(text);
      kept.shift();
    } else if (inCell.length === 0) return excerpt(text);
    if (isCode) start = end + 1;
  }
  const rest = (notebook) => JSON.stringify({ ...notebook, cells: [] });
  if (kept.length > 0 || rest(JSON.parse(source)) !== rest(after)) return "the notebook around its cells";
  return undefined;
}

function textOf({ source }) {
  return Array.isArray(source) ? source.join("") : source;
}

/**
 * Where a rewritten text differs from its source outside the edits, or undefined. Does not trust the splicer: between any two
 * outermost edits the source must stand in the result, in order, and the ends of both texts must agree.
 * @param {string} source
 * @param {string} result
 * @param {readonly {readonly start: number, readonly end: number}[]} edits
 * @returns {string | undefined}
 */
export function touchedOutside(source, result, edits) {
  const kept = keptPieces(source, edits);
  if (!result.startsWith(kept[0])) return excerpt(kept[0]);
  if (!result.endsWith(kept.at(-1))) return excerpt(kept.at(-1));
  return missing(result, kept);
}

/** The texts before, between and behind the outermost edits. */
function keptPieces(source, edits) {
  const outermost = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = outermost.at(-1);
    if (!last || edit.start >= last.end) outermost.push(edit);
  }
  return [0, ...outermost.map(({ end }) => end)].map((start, i) =>
    source.slice(start, outermost[i]?.start ?? source.length),
  );
}

/** The first of some texts that does not stand in the result behind the one before it. */
function missing(result, pieces) {
  let at = 0;
  for (const piece of pieces) {
    const found = result.indexOf(piece, at);
    if (found < 0) return excerpt(piece);
    at = found + piece.length;
  }
  return undefined;
}

function excerpt(text) {
  return text.length <= 80 ? text : `${text.slice(0, 40)} … ${text.slice(-40)}`;
}
