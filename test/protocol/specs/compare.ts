/** Fields known to differ between our tables and a description, with the reason. */
export type Exceptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Both directions at once: fields only we have, and fields only the description has, without the documented ones. */
export function differences(
  place: string,
  ours: readonly string[],
  theirs: readonly string[],
  known: { readonly onlyOurs: Exceptions; readonly onlyTheirs: Exceptions },
): { readonly onlyOurs: readonly string[]; readonly onlyTheirs: readonly string[] } {
  const without = (names: readonly string[], others: readonly string[], exceptions: Exceptions) =>
    names.filter((name) => !others.includes(name) && exceptions[place]?.[name] === undefined);
  return {
    onlyOurs: without(ours, theirs, known.onlyOurs),
    onlyTheirs: without(theirs, ours, known.onlyTheirs),
  };
}

/** Exceptions that are none any more: the field does not differ, or does not exist. */
export function stale(exceptions: Exceptions, differs: (place: string, field: string) => boolean): readonly string[] {
  return Object.entries(exceptions).flatMap(([place, fields]) =>
    Object.keys(fields)
      .filter((field) => !differs(place, field))
      .map((field) => `${place}: ${field}`),
  );
}
