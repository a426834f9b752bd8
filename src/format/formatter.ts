/** A formatter that a project has installed for itself. */
export interface Formatter {
  /** For people: "Prettier 3.10.1". */
  readonly title: string;
  /**
   * A file's text as the project's settings lay it out, with `\n` at the ends of lines; undefined where they leave the file out.
   * @throws what the formatter throws
   */
  format(file: string, text: string): Promise<string | undefined>;
}
