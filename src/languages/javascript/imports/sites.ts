import type {
  Declaration,
  Declarator,
  Expression,
  Import,
  ImportSpecifier,
  Name,
  SourceTree,
  Span,
} from "../../tree.js";
import { walk } from "../../walk.js";
import { requiredModule } from "../required.js";

/** An import statement, or a declaration that requires a module, as it is written. */
export interface Site {
  /** The statement as the rest of the program sees it. */
  readonly node: Import;
  /** The whole statement: an Import, or a Declaration that may hold several sites. */
  readonly statement: Import | Declaration;
  /** `import x = require("m")` holds one name and takes no others. */
  readonly form: "import" | "importEquals" | "require";
  /** The names between braces, or undefined. */
  readonly names: NameList | undefined;
}

export interface NameList {
  /** Behind the opening brace, at the closing one. */
  readonly span: Span;
  readonly items: readonly (Span & { readonly specifier: ImportSpecifier | undefined })[];
}

/** All import-like statements of a file in source order. */
export function sitesOf(tree: SourceTree): readonly Site[] {
  let sites = known.get(tree);
  if (!sites) known.set(tree, (sites = collect(tree)));
  return sites;
}

const known = new WeakMap<SourceTree, readonly Site[]>();

function collect(tree: SourceTree): Site[] {
  // Static imports stand at the top level; only `require` may stand anywhere.
  const nodes = tree.text.includes("require") ? walk(tree.root) : tree.root.statements;
  const sites: Site[] = [];
  for (const node of nodes) {
    if (node.kind === "Import") sites.push(importSite(node));
    if (node.kind === "Declaration") sites.push(...node.declarators.flatMap((each) => requireSite(node, each)));
  }
  return sites;
}

function importSite(node: Import): Site {
  const code = withoutComments(node.tree, { start: node.start, end: node.moduleSpan.start });
  if (/^import\s[^{*]*=/.test(code)) return { node, statement: node, form: "importEquals", names: undefined };
  const open = code.indexOf("{");
  if (open < 0) return { node, statement: node, form: "import", names: undefined };
  const span = { start: node.start + open + 1, end: node.start + code.lastIndexOf("}") };
  const items = node.specifiers
    .filter((specifier) => specifier.start >= span.start)
    .map((specifier) => itemOf(specifier, specifier));
  return { node, statement: node, form: "import", names: { span, items } };
}

function itemOf({ start, end }: Span, specifier: ImportSpecifier | undefined): NameList["items"][number] {
  return { start, end, specifier };
}

/** A part of the text with its comments blanked. */
export function withoutComments({ text, comments }: SourceTree, { start, end }: Span): string {
  let code = text.slice(start, end);
  for (const comment of comments) {
    if (comment.start < start || comment.end > end) continue;
    code =
      code.slice(0, comment.start - start) + " ".repeat(comment.end - comment.start) + code.slice(comment.end - start);
  }
  return code;
}

function requireSite(statement: Declaration, declarator: Declarator): Site[] {
  const { target, value } = declarator;
  const loaded = value && loadedBy(value);
  if (!loaded) return [];
  const whole = statement.declarators.length === 1 ? statement : declarator;
  const { at, behind } = whole;
  const node: Draft = {
    ...{
      kind: "Import",
      parent: statement.parent,
      tree: statement.tree,
      start: whole.start,
      end: whole.end,
      at,
      behind,
    },
    ...{ module: loaded.module, moduleSpan: loaded.span, typeOnly: false, specifiers: [], bindsRoot: false },
  };
  if (target.kind === "Name") {
    node.specifiers = [specifier(node, target, loaded.name, target)];
    return [{ node, statement, form: "require", names: undefined }];
  }
  if (target.kind !== "ObjectPattern" || loaded.name !== "*") return [];
  const items = target.entries.map((entry) => {
    const isSimple = entry.target.kind === "Name" && entry.key !== undefined && !entry.fallback;
    return itemOf(entry, isSimple ? specifier(node, entry, entry.key!, entry.target as Name) : undefined);
  });
  node.specifiers = items.flatMap((item) => item.specifier ?? []);
  return [
    { node, statement, form: "require", names: { span: { start: target.start + 1, end: target.end - 1 }, items } },
  ];
}

type Draft = { -readonly [K in keyof Import]: Import[K] };

function specifier(parent: Import, { start, end }: Span, imported: string, local: Name): ImportSpecifier {
  return {
    kind: "ImportSpecifier",
    parent,
    tree: parent.tree,
    at: local.at,
    behind: local.behind,
    start,
    end,
    imported,
    local,
    typeOnly: false,
  };
}

interface Loaded {
  readonly module: string;
  readonly span: Span;
  /** "*" for what `require` gives, else the member that is read from it at once. */
  readonly name: string;
}

/** `require("m")` and `require("m").name`. */
function loadedBy(value: Expression): Loaded | undefined {
  const node = value.kind === "Wrap" ? value.value : value;
  if (node.kind === "Member") {
    const loaded = loadedBy(node.object);
    return loaded?.name === "*" ? { ...loaded, name: node.property } : undefined;
  }
  if (node.kind !== "Call" || node.callee.kind !== "Name" || node.callee.name !== "require") return undefined;
  const module = requiredModule(node);
  return module === undefined ? undefined : { module, span: node.args[0]!.value, name: "*" };
}
