import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { ClientService } from "../../src/dialects/types.js";
import type {
  ArrayLiteral,
  Call,
  ClassNode,
  Expression,
  Field,
  FunctionNode,
  Node,
  ObjectLiteral,
} from "../../src/languages/tree.js";

/**
 * A place in the program that holds a client: a variable or parameter, a field, what a function returns, an entry of an object or list
 * that is written out (a slot), a place in an object that a framework hands around (a store), a property of a type, or a construction itself.
 */
export interface Holder {
  readonly kind: "variable" | "parameter" | "field" | "function" | "slot" | "store" | "property" | "construction";
  readonly binding?: Binding;
  readonly field?: { readonly cls: ClassNode; readonly name: string };
  readonly fn?: FunctionNode;
  readonly call?: Call;
  /** A construction that is what its file exports (`module.exports = new OpenAI()`): others get it by asking for the file. */
  readonly isShared?: boolean;
  readonly literal?: ObjectLiteral | ArrayLiteral;
  /** The declaration of a property of a type. */
  readonly property?: Field;
  /** The name of the place, of a store. */
  readonly place?: string;
  /** Holders that stand for the same in related classes: what one holds, all hold. */
  readonly same: Holder[];
  /** Expressions whose value goes into the holder: constructions or other holders. */
  readonly sources: Expression[];
  /** Operations whose receiver starts at this holder, with the expression that is the client there. */
  readonly operations: { readonly operation: Operation; readonly root: Expression }[];
  /** Where its client goes on to: the holder it enters, and how. */
  readonly feeds: Feed[];
  /** Other uses: these need the classic client, except for what the current class serves too. */
  readonly others: OtherUse[];
}

export interface OtherUse {
  readonly at: Node;
  /** What happens there, for messages. */
  readonly what: string;
  /** What is used of the client, and the client there. */
  readonly path?: string;
  readonly root?: Expression;
  /** How the current class serves it. */
  readonly service?: ClientService;
  /** The place of this program that it goes to, not as a whole client. */
  readonly into?: Holder;
}

/** How a client gets from one holder into another: as an expression, or (undefined) by a pattern, where nothing can be said in between. */
export interface Feed {
  readonly at: Expression | undefined;
  /** The client itself, of which a part is handed on (`project` of `project.agents`). */
  readonly root?: Expression;
  readonly into: Holder;
}

/** What a use is called that this tool cannot follow. */
export const ESCAPES = "is handed to code that is not among the files given";
