import { itemManifest, type Item, type ItemList } from "./items.js";
import type { ReadManifest } from "./manifest.js";
import { requirementItem } from "./requirement.js";

const SECTION = /^\[([^\]]+)\]/;
const KEY = /^([\w.-]+)[ \t]*[=:][ \t]*/;

/** Reads setup.cfg: `install_requires` of `[options]` and the lists of `[options.extras_require]`. */
export const readSetupCfg: ReadManifest = (text) => {
  const lists: ItemList[] = [];
  let section = "";
  let list: { group: string; items: Item[] } | undefined;
  let runtime: string | undefined;
  const isList = (key: string): boolean =>
    (section === "options" && key === "install_requires") || section === "options.extras_require";
  for (const line of text.matchAll(/^([ \t]*)(.*?)[ \t]*\r?$/gm)) {
    const [, indentation = "", content = ""] = line;
    const at = line.index + indentation.length;
    const header = SECTION.exec(content);
    const key = indentation === "" && !header ? KEY.exec(content) : undefined;
    if (header || key) list = undefined;
    if (header) section = header[1]!;
    else if (key) {
      const value = content.slice(key[0].length);
      if (section === "options" && key[1] === "python_requires") runtime = value;
      // A requirement on the key's own line stands where no line can be added or removed: such a list is left alone.
      if (!isList(key[1]!) || value !== "") continue;
      const items: Item[] = [];
      list = { group: `${section}.${key[1]}`, items };
      lists.push({ ...list, kind: "lines", end: undefined, print: (name, range) => name + range });
    } else if (list && indentation !== "" && !content.startsWith("#")) {
      const item = requirementItem(content, at, list.group);
      if (item) list.items.push(item);
    }
  }
  return lists.length === 0 ? undefined : itemManifest(text, lists, runtime);
};
