export interface Site {
  readonly lang: string;
  readonly repo: string;
  readonly path: string;
  readonly line: number;
  readonly operation: string;
  readonly test: boolean;
  readonly grade: string;
}

export interface Reported {
  readonly startLine: number;
  readonly endLine: number;
  readonly outcome: string;
  readonly reason: string;
}

export function readSites(file: string): Site[];
export function match(sites: readonly Site[], reported: readonly Reported[]): Map<Site, Reported>;
