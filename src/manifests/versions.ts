/** `1.2.3` as numbers; what is not a number (`x`, `*`, `2.0.0b3`'s b3) ends it. */
function numbers(version: string): number[] {
  const found = /\d+(?:\.\d+)*/.exec(version);
  return found ? found[0].split(".").map(Number) : [];
}

/** Negative, 0 or positive; missing parts are 0. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Clause {
  readonly operator: string;
  readonly version: string;
}

/** Alternatives (`||`) of clauses that hold together, of npm, pip, Poetry and conda alike. */
function clausesOf(range: string): Clause[][] {
  return range.split("||").map((part) =>
    [...part.matchAll(/(~=|===?|!=|<=?|>=?|[\^~=]?)\s*v?(\d[\w.*+-]*)/g)].map(([, operator = "", version = ""]) => ({
      operator,
      version,
    })),
  );
}

/** The lowest version that a range lets through, "0" when it has no lower end. */
export function lowestOf(range: string): string {
  const lowest = clausesOf(range).map((clauses) =>
    clauses
      .filter(({ operator }) => !operator.startsWith("<") && operator !== "!=")
      .reduce((found, { version }) => (compareVersions(version, found) > 0 ? version : found), "0"),
  );
  return lowest.reduce((least, version) => (compareVersions(version, least) < 0 ? version : least));
}

/** Whether a range of pip lets no version through that is as new as `floor`. */
export function staysBelow(range: string, floor: string): boolean {
  return clausesOf(range).every((clauses) =>
    clauses.some(({ operator, version }) => {
      if (operator === "<") return compareVersions(version, floor) <= 0;
      if (operator === "<=" || operator === "===") return compareVersions(version, floor) < 0;
      if (operator === "==" || operator === "=" || operator === "")
        return !version.includes("*")
          ? compareVersions(version, floor) < 0
          : compareVersions(next(version), floor) <= 0;
      // ~=1.4.2 goes up to 1.4.x, ^1.4 up to 1.x, ~1.4 up to 1.4.x.
      if (operator === "~=") return compareVersions(next(numbers(version).slice(0, -1).join(".")), floor) <= 0;
      if (operator === "^") return compareVersions(next(firstPart(version)), floor) <= 0;
      if (operator === "~") return compareVersions(next(numbers(version).slice(0, 2).join(".")), floor) <= 0;
      return false;
    }),
  );
}

/** Up to and with the first part that is not 0. */
function firstPart(version: string): string {
  const parts = numbers(version);
  const first = parts.findIndex((part) => part !== 0);
  return parts.slice(0, Math.max(first, 0) + 1).join(".");
}

/** The version after all that start like this one: `1.4` gives `1.5`. */
function next(version: string): string {
  const parts = numbers(version);
  return [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1].join(".");
}
