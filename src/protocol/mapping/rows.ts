import type { MappingClass, Reshape, Row, Where } from "../types.js";

/** How sure a row is, and why; the reason may be left out for a mechanical row only. */
type Grade =
  | { readonly class?: "mechanical"; readonly because?: string }
  | { readonly class: Exclude<MappingClass, "mechanical">; readonly because: string };

/** Name and meaning stay. */
export function same(from: string, grade: Grade = {}): Row {
  return { kind: "same", from, class: "mechanical", ...grade };
}

/** The value stays, its place changes; `to` "" is the object itself. */
export function rename(from: string, to: string, grade: Grade & { readonly where?: Where } = {}): Row {
  return { kind: "rename", from, to, class: "mechanical", ...grade };
}

/** The value changes too. */
export function reshape(from: string, to: string, via: Reshape, grade: Grade = {}): Row {
  return { kind: "reshape", from, to, via, class: "mechanical", ...grade };
}

/** A convenience of SDKs that never reached the wire. */
export function client(from: string, because: string): Row {
  return { kind: "client", from, class: "mechanical", because };
}

/** The current API has nothing for it, and something is lost. */
export function none(from: string, grade: { readonly because: string; readonly class?: "care" }): Row {
  return { kind: "none", from, class: "none", ...grade };
}

/** The current API has nothing for it, and a call without it does the same work: `without` says what is different then. */
export function forgone(from: string, because: string, without: string): Row {
  return { kind: "none", from, class: "none", because, without };
}

/** The current API does not need it. */
export function dropped(from: string, because: string): Row {
  return { kind: "none", from, class: "mechanical", because };
}

/** Needs thought, for this reason: `same("model", care("…"))`. */
export function care(because: string): { readonly class: "care"; readonly because: string } {
  return { class: "care", because };
}

/** The paging parameters of every classic list, all kept. */
export const PAGING_KEPT: readonly Row[] = [same("limit"), same("order"), same("after"), same("before")];
