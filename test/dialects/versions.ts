import type { DialectOperation } from "../../src/dialects/types.js";

const numbers = (version: string) => version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);

/** -1, 0 or 1, compared as far as the shorter one goes: "4.104.0" is not after "4". */
function compare(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.min(a.length, b.length); index++)
    if (a[index] !== b[index]) return Math.sign(a[index]! - b[index]!);
  return 0;
}

/** Whether a package version has the spelling, by the operation's `since` and `until`. */
export function spelledIn({ since, until }: DialectOperation, version: string): boolean {
  return (!since || compare(version, since) >= 0) && (!until || compare(version, until) <= 0);
}
