import { listAt } from "../languages/listAt.js";
import type { Expression, Node } from "../languages/tree.js";
import type { Program } from "./program.js";

/** Where frameworks let a program keep what is its own: `app.state`, `app.locals`, `st.session_state`, `cl.user_session`, Flask's `g`. */
const STATES = /^(state|locals|session_state|user_session|g)$/;

/** Methods that say which of the things kept there they are about. */
const BY_NAME = /^(get|set|setdefault)$/;

/**
 * The objects in which frameworks keep things for a program, by their names. All that happens to such a thing is followed where no code
 * of the program runs through them, hands them on, or calls them otherwise.
 */
export class StateObjects {
  private readonly uses = new Map<string, Expression[]>();
  private readonly known = new Map<string, boolean>();

  constructor(private readonly program: Program) {}

  /** Has to be told every node of the program. */
  add(node: Node): void {
    const name = node.kind === "Member" || node.kind === "Name" ? this.nameOf(node) : undefined;
    if (name !== undefined) listAt(this.uses, name).push(node as Expression);
  }

  /** Whether an expression is such an object, and everything that happens to what is kept in it is followed. */
  has(object: Expression): boolean {
    const name = this.nameOf(object);
    if (name === undefined) return false;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const isFollowed = (this.uses.get(name) ?? []).every(isByName);
    this.known.set(name, isFollowed);
    return isFollowed;
  }

  /** Of members and of what is imported: a variable of that name is anything. */
  private nameOf(e: Expression): string | undefined {
    if (e.kind === "Member") return STATES.test(e.property) ? key(e, e.property) : undefined;
    if (e.kind !== "Name" || !STATES.test(e.name) || !this.program.bindingOf(e)?.imported) return undefined;
    return key(e, e.name);
  }
}

function key({ tree }: Expression, name: string): string {
  return `${tree.language} ${name}`;
}

/** Whether a use of such an object says by its name which of the things in it it is about. */
function isByName(use: Expression): boolean {
  const { parent } = use;
  switch (parent?.kind) {
    case "Member":
      return parent.object === use && (!isCalled(parent) || isAsked(parent.property, parent.parent));
    case "Binary":
      return /^(in|not in|and|or|&&|\|\||==|!=|===|!==)$/.test(parent.operator);
    case "Declarator":
    case "Assign":
      return parent.target.kind === "ObjectPattern" && parent.target.entries.every(({ rest }) => !rest);
    case "Argument":
      return parent.parent?.kind === "Call" && isAskedAbout(parent.parent, use);
    case "ImportSpecifier":
    case "ExpressionStatement":
      return true;
    default:
      return false;
  }
}

function isCalled(member: Node): boolean {
  return member.parent?.kind === "Call" && member.parent.callee === member;
}

function isAsked(method: string, call: Node | undefined): boolean {
  return BY_NAME.test(method) && call?.kind === "Call" && call.args[0]?.value.kind === "StringLiteral";
}

/** `hasattr(app.state, "agent")` */
function isAskedAbout({ callee, args }: Extract<Node, { kind: "Call" }>, object: Expression): boolean {
  return (
    callee.kind === "Name" &&
    callee.name === "hasattr" &&
    args[0]?.value === object &&
    args[1]?.value.kind === "StringLiteral"
  );
}
