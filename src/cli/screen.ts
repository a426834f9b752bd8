import { editText } from "./editor.js";
import { waitForKey, type KeyName } from "./keyboard.js";
import type { Colors } from "./terminal.js";

/** Where questions are asked. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly colors: Colors;
  /** Now: windows change their size. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly key: (redraw: () => void) => Promise<KeyName>;
  readonly edit: typeof editText;
}

/** The terminal of this process; what is asked goes to standard error. */
export function processScreen(colors: Colors): Screen {
  const { stderr } = process;
  return {
    write: (text) => void stderr.write(text),
    colors,
    size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
    key: waitForKey,
    edit: editText,
  };
}

/** How wide text is laid out on a screen. */
export function widthIn(screen: Screen): number {
  return Math.min(screen.size().columns, 120);
}
