import type { SourceTree } from "../languages/tree.js";
import type { Program, ProgramFile } from "./program.js";

const known = new WeakMap<Program, ReadonlyMap<SourceTree, SourceTree>>();

/** Whether two files hang together by imports, in whichever direction and over however many files: they are parts of one program. */
export function hangTogether(program: Program, one: SourceTree, other: SourceTree): boolean {
  return groupOf(program, one) === groupOf(program, other);
}

/** The file that stands for all that hang together with a file. */
export function groupOf(program: Program, tree: SourceTree): SourceTree {
  let groups = known.get(program);
  if (!groups) known.set(program, (groups = groupsOf(program)));
  return groups.get(tree)!;
}

/** The file that stands for each file's group. */
function groupsOf(program: Program): ReadonlyMap<SourceTree, SourceTree> {
  const parent = new Map(program.files.map(({ tree }) => [tree, tree]));
  const root = (tree: SourceTree): SourceTree => {
    const up = parent.get(tree)!;
    if (up === tree) return tree;
    const top = root(up);
    parent.set(tree, top);
    return top;
  };
  for (const file of program.files)
    for (const imported of importedBy(program, file)) parent.set(root(file.tree), root(imported.tree));
  return new Map(program.files.map(({ tree }) => [tree, root(tree)]));
}

function importedBy(program: Program, file: ProgramFile): readonly ProgramFile[] {
  const { imports, modules } = file.language;
  const passedOn = modules.exportsOf(file.tree).flatMap(({ from }) => (from ? [from.module] : []));
  const imported = imports.statements(file.tree);
  const whole = [...imported.map(({ module }) => module), ...passedOn];
  return [
    ...whole.flatMap((module) => program.moduleFile(file, module) ?? []),
    ...imported.flatMap(({ module, specifiers }) =>
      specifiers.flatMap((specifier) => sub(program, file, module, specifier.imported)),
    ),
  ];
}

/** `from package import module`. */
function sub(program: Program, file: ProgramFile, module: string, name: string): readonly ProgramFile[] {
  if (!file.language.modules.exportsEverything) return [];
  const resolved = program.resolveImport(file, module, name);
  return resolved.kind === "file" ? [resolved.file] : [];
}
