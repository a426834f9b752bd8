interface TypeError {
  readonly line: number;
  readonly text: string;
}

/** The errors of `now` that nothing in `before` stands for. */
export function gainedErrors(before: readonly TypeError[], now: readonly TypeError[]): readonly TypeError[];
