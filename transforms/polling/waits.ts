import type { Call, Node } from "../../src/languages/tree.js";
import type { Wait } from "./waitReading.js";

/** Code that only waits, by the call that gives the run. */
export class Waits extends Map<Call, Wait> {
  private readonly byStatement = new Map<Node, Wait>();

  override set(site: Call, wait: Wait): this {
    this.byStatement.set(wait.statement, wait);
    return super.set(site, wait);
  }

  /** The waiting that a statement does. */
  at(statement: Node): Wait | undefined {
    return this.byStatement.get(statement);
  }
}
