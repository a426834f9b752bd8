import { declaresSdk, dependencyChanges, editManifest } from "../../transforms/modules/dependencies.js";
import type { Edit } from "../../transforms/edit.js";
import { needsOldPackage, type Finding } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { dependencies as rule } from "../../transforms/registry.js";
import type { TextEdit } from "../languages/language.js";
import type { SourceTree } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import { readPipCommands } from "../manifests/pipCommand.js";
import { importedModules } from "./imports.js";
import { lineEdits } from "./lineEdits.js";
import type { Change, Migration } from "./migration.js";
import { isOnOwnClients } from "./ownClients.js";
import type { ReadFile } from "./program.js";
import { rewrite } from "./rewrite.js";
import { treeWith } from "./treeWith.js";

/** Lets the lines of changed notebooks that install the SDKs (`%pip install …`) follow the imports of the notebook. */
export function followInstalls(
  migration: Migration,
  files: ReadonlyMap<string, ReadFile>,
  plan: PlanOptions,
): Migration {
  const findings: Finding[] = [];
  const changes = migration.changes.map((change) => {
    const file = files.get(change.source.path);
    return file && installsSdk(file.tree) ? followed(change, file, migration, plan, findings) : change;
  });
  return { ...migration, changes, findings: [...migration.findings, ...findings] };
}

/** Whether a notebook installs the SDKs that it imports. */
export function installsSdk(tree: SourceTree): boolean {
  const manifest = tree.cells && readPipCommands(magicsOf(tree));
  return manifest !== undefined && declaresSdk(manifest, tree.language);
}

function followed(
  change: Change,
  file: ReadFile,
  { operations }: Migration,
  plan: PlanOptions,
  findings: Finding[],
): Change {
  const { tree, language } = file;
  const before = importedModules(tree, language);
  const after = importedModules(treeWith(file, change), language);
  const isLeft = operations.some((operation) => operation.file === tree.path && needsOldPackage(operation));
  const classic = isLeft ? after : new Set<string>();
  const text = magicsOf(tree);
  const onOwnClients = isOnOwnClients(operations, new Set([tree.path]), plan);
  const imports = { language: language.id, before, after, used: after, classic, onOwnClients };
  const wanted = dependencyChanges(imports);
  const edited = editManifest(text, readPipCommands, wanted);
  if (!edited) return change;
  const edits = lineEdits(text, edited.text).map((edit): Edit => {
    const { start, end, text: part } = narrowed(text, edit);
    const reason = `What is installed follows the imports: ${edited.done.join(", ")}.`;
    return { file: tree.path, start, end, parts: [part], rule: rule.id, safety: rule.safety, reason, flow: -1 };
  });
  const range = edits[0] ?? { start: 0, end: 0 };
  for (const message of edited.problems)
    findings.push({
      file: tree.path,
      range: { start: range.start, end: range.end },
      rule: rule.id,
      severity: "warning",
      message,
      help: "Settle the versions in the cell that installs them.",
    });
  if (edits.length === 0) return change;
  const all = [...change.edits, ...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const { text: code, bytes, notebook } = rewrite(change.source, all);
  return { ...change, text: code, bytes, edits: all, ...(notebook && { notebook }) };
}

/** The lines of a notebook that are no code, at their places: all else is blank. */
function magicsOf(tree: SourceTree): string {
  let text = "";
  const blankTo = (end: number): void => {
    text += tree.text.slice(text.length, end).replaceAll(/\S/g, " ");
  };
  for (const node of walk(tree.root)) {
    if (node.kind !== "Opaque" || node.what !== "magic" || node.start < text.length) continue;
    blankTo(node.start);
    text += tree.text.slice(node.start, node.end);
  }
  blankTo(tree.text.length);
  return text;
}

/** An edit without what it leaves the same at both ends. */
function narrowed(before: string, { start, end, text }: TextEdit): TextEdit {
  const old = before.slice(start, end);
  const most = Math.min(old.length, text.length);
  let same = 0;
  while (same < most && old[same] === text[same]) same++;
  let behind = 0;
  while (behind < most - same && old.at(-1 - behind) === text.at(-1 - behind)) behind++;
  return { start: start + same, end: end - behind, text: text.slice(same, text.length - behind) };
}
