export function touchedOutside(
  source: string,
  result: string,
  edits: readonly { readonly start: number; readonly end: number }[],
): string | undefined;

export function touchedInNotebook(
  source: string,
  result: string,
  edits: readonly { readonly start: number; readonly end: number }[],
): string | undefined;
