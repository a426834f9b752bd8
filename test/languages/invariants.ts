import type { SourceTree, Span } from "../../src/languages/tree.js";
import { childrenOf, textOf, walk } from "../../src/languages/walk.js";

/** What every reader promises, as a list of the places where a tree breaks it: empty when all is well. */
export function violations(tree: SourceTree): string[] {
  const found: string[] = [];
  const report = (at: Span, what: string): void => {
    found.push(`${tree.path}:${at.start}-${at.end}: ${what}: ${JSON.stringify(tree.text.slice(at.start, at.end))}`);
  };

  if (tree.root.start !== 0 || tree.root.end !== tree.text.length) report(tree.root, "root does not cover the text");
  for (const node of walk(tree.root)) {
    if (node.tree !== tree) report(node, `${node.kind} is not linked to its tree`);
    if (node.start > node.end) report(node, `${node.kind} ends before it starts`);
    let previous: Span = { start: node.start, end: node.start };
    for (const child of childrenOf(node)) {
      if (child.parent !== node) report(child, `${child.kind} is not linked to its ${node.kind}`);
      if (child.start < node.start || child.end > node.end) report(child, `${child.kind} leaves its ${node.kind}`);
      if (child.start < previous.end) report(child, `${child.kind} overlaps what stands before it in ${node.kind}`);
      previous = child;
    }
    if (node.kind === "Name" && !spellings(node.name).includes(textOf(node))) report(node, `Name is not ${node.name}`);
  }

  let end = 0;
  for (const comment of tree.comments) {
    if (comment.start < end) report(comment, "comment out of order");
    if (tree.text.slice(comment.start, comment.end) !== comment.text) report(comment, "comment is not its text");
    end = comment.end;
  }
  return found;
}

/** A method's name may be written as a string. */
function spellings(name: string): string[] {
  return [name, `"${name}"`, `'${name}'`];
}
