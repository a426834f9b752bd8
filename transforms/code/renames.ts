import { Places } from "../../src/analysis/nameIndex.js";
import type { Program } from "../../src/analysis/program.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { SourceTree, Node } from "../../src/languages/tree.js";

/** New names of variables, and who has which name now. */
export class Renames extends Map<Binding, string> {
  private readonly given = new Map<string, Map<SourceTree, Places>>();
  private readonly lost = new Map<string, Map<SourceTree, Places>>();

  constructor(private readonly program: Program) {
    super();
  }

  override set(binding: Binding, name: string): this {
    this.delete(binding);
    placesIn(this.given, name, binding.tree).add(binding);
    placesIn(this.lost, binding.name, binding.tree).add(binding);
    return super.set(binding, name);
  }

  override delete(binding: Binding): boolean {
    const name = this.get(binding);
    if (name === undefined) return false;
    placesIn(this.given, name, binding.tree).remove(binding);
    placesIn(this.lost, binding.name, binding.tree).remove(binding);
    return super.delete(binding);
  }

  /** The name that a binding has now. */
  nameOf(binding: Binding): string {
    return this.get(binding) ?? binding.name;
  }

  /** Where the bindings of a file live that were given a name. */
  givenIn(tree: SourceTree, name: string): Places {
    return placesIn(this.given, name, tree);
  }

  /** How many bindings have a name now, of those that `count` counts. */
  private now(node: Node, name: string, count: (places: Places) => number): number {
    const { names } = this.program.fileOf(node).bindings;
    const kept = count(names.placesOf(name)) - count(placesIn(this.lost, name, node.tree));
    return kept + count(this.givenIn(node.tree, name));
  }

  /** Whether a variable that can be seen at a node has a name now. */
  isSeenAt(node: Node, name: string): boolean {
    return this.now(node, name, (places) => places.seenAt(node)) > 0;
  }

  /** Whether a variable that lives in a node has a name now. */
  isInside(node: Node, name: string): boolean {
    return this.now(node, name, (places) => places.inside(node)) > 0;
  }

  /** Whether a variable that can be seen at a node, or in it, has a name now. */
  meets(node: Node, name: string): boolean {
    return this.now(node, name, (places) => places.meeting(node)) > 0;
  }
}

function placesIn(lists: Map<string, Map<SourceTree, Places>>, name: string, tree: SourceTree): Places {
  const byTree = lists.get(name) ?? new Map<SourceTree, Places>();
  lists.set(name, byTree);
  const places = byTree.get(tree) ?? new Places();
  byTree.set(tree, places);
  return places;
}
