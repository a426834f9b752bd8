// The list of call sites (calls.tsv of an exported corpus) and what a run made of each.
import { readFileSync } from "node:fs";

/** A call may be reported at a line up to this far from the listed one when it spans lines: receiver, method and arguments break. */
const SLACK = 2;

/** Reads calls.tsv: columns lang repo path line operation test file_grade. */
export function readSites(file) {
  const [header, ...rows] = readFileSync(file, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  return rows.map((row) => {
    const cell = Object.fromEntries(row.split("\t").map((value, i) => [columns[i], value]));
    const { lang, repo, path, operation } = cell;
    return { lang, repo, path, operation, line: Number(cell.line), test: cell.test === "1", grade: cell.file_grade };
  });
}

/**
 * What became of each site of one file. Every reported operation answers for one site: those in the very line first, then the nearest.
 */
export function match(sites, reported) {
  const pairs = sites.flatMap((site) =>
    reported.flatMap((operation) => {
      const distance = Math.abs(operation.startLine - site.line);
      const spans = operation.startLine !== operation.endLine;
      const isNear = distance <= SLACK || (operation.startLine <= site.line && site.line <= operation.endLine);
      return distance === 0 || (spans && isNear) ? [{ site, operation, distance }] : [];
    }),
  );
  const found = new Map();
  const taken = new Set();
  for (const { site, operation } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (found.has(site) || taken.has(operation)) continue;
    found.set(site, operation);
    taken.add(operation);
  }
  return found;
}
