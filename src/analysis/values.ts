// Over 400 lines: one recursion over the kinds of expressions, which all of its parts share.

import type {
  ArrayLiteral,
  Binary,
  Call,
  ClassNode,
  Expression,
  FunctionNode,
  Name,
  ObjectLiteral,
} from "../languages/tree.js";
import { walkOwn } from "../languages/walk.js";
import { asTyped, ofAnnotation } from "./annotations.js";
import { assumedClient, tellingAt } from "./assumed.js";
import { orAssumed, orTyped } from "./otherwise.js";
import { lastOfPage, listCall, ofCallee, ofKeyed, placesCall, resultOf, someOf, streamOf, turnOf } from "./calls.js";
import { readClassMembers, type ClassMember } from "./classMembers.js";
import { callersOf } from "./callers.js";
import { calledFunctions, isContextManager } from "./called.js";
import { Fixpoint, type Part } from "./fixpoint.js";
import { filled, isFillable, membersByName } from "./contents.js";
import { Families, filledElsewhere } from "./family.js";
import { keyedRead } from "./keyedRead.js";
import { Declaring } from "./declaring.js";
import { clientOperation } from "./clientOperation.js";
import type { Operation } from "./operation.js";
import { partsOf } from "./objectParts.js";
import { ofParameter } from "./parameters.js";
import type { Callers } from "./directCallers.js";
import type { Program, ProgramFile, Resolved } from "./program.js";
import { reachingWrite } from "./reaching.js";
import { jsonOfAnswer } from "./rest/answers.js";
import { restOperation } from "./rest/request.js";
import type { Binding, Step, Write } from "./scopes.js";
import { yielded } from "./generators.js";
import { argumentOracle } from "./argumentOracle.js";
import { literalOf } from "./sharedLiterals.js";
import { storedIn, Stores } from "./stores.js";
import { stepOne } from "./steps.js";
import { isSuper, ofSuper } from "./supers.js";
import { keptByBase } from "./streamHandlers.js";
import { narrowed } from "./streamEvents.js";
import { elementType, isDictionary, join, unknown, type ResultValue, type Value } from "./value.js";

/** Steps from a value into it, and everything else that values can be asked. Memoised; cycles end in what is known so far. */
export class Values {
  private readonly known = new Fixpoint();
  /** What several expressions share, as a variable that can hold many things, is one list. */
  private readonly resultsIn = new WeakMap<readonly Value[], readonly ResultValue[]>();
  private readonly operations = new Map<Call, Operation | undefined>();
  private readonly resolving = new Map<Call, Part>();
  private readonly stepping = new Map<ObjectLiteral | ArrayLiteral, Set<string>>();
  /** Memo keys of what functions return: the function node itself is the key of its value. */
  private readonly returnKeys = new Map<FunctionNode, object>();
  private called: ReadonlySet<FunctionNode> | undefined;
  private byName: ReadonlyMap<string, readonly Expression[]> | undefined;
  private knownFamilies: Families | undefined;
  private knownStores: Stores | undefined;
  private readonly declaring = new Declaring(this);
  private readonly classMembers = new Map<ClassNode, ReadonlyMap<string, ClassMember>>();

  constructor(readonly program: Program) {}

  /** The values an expression can have. Empty: none known (a cycle, or code that never runs). */
  of(expression: Expression): readonly Value[] {
    return this.known.of(expression, () => narrowed(this, expression, this.evaluate(expression)));
  }

  /** The values that can stand in a binding. */
  ofBinding(binding: Binding): readonly Value[] {
    return this.known.of(binding, () => this.evaluateBinding(binding));
  }

  /** The classic operation a call performs, or undefined. */
  operationAt(call: Call): Operation | undefined {
    if (this.operations.has(call)) return this.operations.get(call);
    const running = this.resolving.get(call);
    if (running) {
      // An argument leads back to this call (`run = get(run.id)`).
      this.known.lean(running);
      return undefined;
    }
    const operation = this.known.apart((part) => {
      this.resolving.set(call, part);
      return this.findOperation(call);
    });
    this.resolving.delete(call);
    this.operations.set(call, operation);
    return operation;
  }

  /** A result value: used by rules that look at reads. */
  results(expression: Expression): readonly ResultValue[] {
    const values = this.of(expression);
    const known = this.resultsIn.get(values) ?? values.filter((v): v is ResultValue => v.kind === "result");
    this.resultsIn.set(values, known);
    return known;
  }

  /** What an annotation says a value is. Empty: nothing this tool knows. */
  ofAnnotation(annotation: Expression): readonly Value[] {
    return ofAnnotation(this, annotation);
  }

  /** The object literal an expression certainly is: written in place, or the only value of a constant that is read only here. */
  literalOf(expression: Expression): ObjectLiteral | undefined {
    return literalOf(this.program, expression);
  }

  /** What is computed, and whether nothing of it leaned on what was being computed already. */
  whole<T>(compute: () => T): { readonly value: T; readonly isWhole: boolean } {
    return this.known.whole(compute);
  }

  private evaluate(e: Expression): readonly Value[] {
    switch (e.kind) {
      case "Name":
        return this.evaluateName(e);
      case "Member":
        return (
          storedIn(this, this.stores.read(e)) ?? this.step(this.of(e.object), { kind: "member", name: e.property })
        );
      case "Index": {
        const index = e.index;
        if (index.kind === "StringLiteral") return this.step(this.of(e.object), { kind: "member", name: index.value });
        return this.step(this.of(e.object), {
          kind: "index",
          index: index.kind === "NumberLiteral" ? index.value : undefined,
        });
      }
      case "Slice":
        return this.of(e.object).flatMap((v) =>
          this.hasElements(v) ? someOf(this, v) : this.step([v], { kind: "index", index: undefined }),
        );
      case "Call":
        return this.evaluateCall(e);
      case "Await":
      case "Spread":
        return this.of(e.value);
      case "Wrap": {
        const inner = this.of(e.value);
        if (!e.annotation || inner.some((v) => v.kind !== "unknown")) return inner;
        const typed = ofAnnotation(this, e.annotation);
        return typed.length > 0 ? typed : inner;
      }
      case "Assign":
        return e.value ? this.of(e.value) : [];
      case "Binary":
        if (e.operator === "and") return this.of(e.right);
        if (e.operator === "or" || e.operator === "??") return join(this.of(e.left), this.of(e.right));
        return this.joined(e) ?? [{ kind: "scalar" }];
      case "Conditional":
        return join(this.of(e.then), this.of(e.otherwise));
      case "StringLiteral":
        return [{ kind: "text", value: e.value }];
      case "TemplateString":
        return [{ kind: "text", value: undefined }];
      case "NumberLiteral":
      case "BooleanLiteral":
      case "Unary":
        return [{ kind: "scalar" }];
      case "NullLiteral":
        return [{ kind: "null" }];
      case "ObjectLiteral":
        return [{ kind: "object", node: e }];
      case "ArrayLiteral":
        return [{ kind: "array", node: e }];
      case "Function":
        return [{ kind: "function", fn: e }];
      case "Class":
        return [{ kind: "class", node: e }];
      case "Comprehension":
        return [{ kind: e.flavor === "object" ? "places" : "list", elements: this.of(e.element) }];
      case "TypeApply":
      case "TypeUnion":
        return ofAnnotation(this, e);
      case "Opaque":
        return [unknown(`${e.what} is not followed`)];
    }
  }

  /** `data + more`, `data * 2`, `state | more`: the elements of both lists, or both dictionaries; undefined where there is none. */
  private joined({ operator, left, right }: Binary): readonly Value[] | undefined {
    if (!/^[+*|]$/.test(operator)) return undefined;
    const both = join(this.of(left), this.of(right));
    const lists = both.filter((v) => (operator === "|" ? isDictionary(v) : this.hasElements(v)));
    if (lists.length === 0) return undefined;
    return operator === "|" ? lists : lists.flatMap((v) => someOf(this, v));
  }

  private evaluateName(name: Name): readonly Value[] {
    if (isSuper(name)) {
      const above = ofSuper(this, name);
      if (above) return above;
    }
    if (this.program.isThis(name)) {
      const cls = this.program.classOfThis(name);
      return cls ? [{ kind: "instance", node: cls }] : [unknown("`this` of a plain function")];
    }
    if (this.program.isOwnClass(name)) {
      const cls = this.program.classOfThis(name);
      if (cls) return [{ kind: "class", node: cls }];
    }
    const binding = this.program.bindingOf(name);
    const reaching = binding && reachingWrite(binding, name);
    if (reaching) {
      const written = reaching.site.kind === "Parameter" ? ofParameter(this, binding) : this.ofWrite(reaching);
      const uses = binding.writes.length === 1 ? binding.reads : [name];
      const values = orAssumed(asTyped(written, binding.annotation), () => uses);
      // A list or dictionary may be added to, and an annotation says what an unknown value is.
      if (!values.some((v) => isFillable(v) || (v.kind === "unknown" && binding.annotation))) return values;
    }
    return binding ? this.ofBinding(binding) : [globalNamed(name)];
  }

  private evaluateBinding(binding: Binding): readonly Value[] {
    const file = this.program.fileOf(binding.tree.root);
    if (binding.imported) {
      const resolved = this.program.resolveImport(file, binding.imported.module, binding.imported.name);
      const assumed = this.isMissing(file, resolved) ? assumedClient(binding.reads) : undefined;
      return assumed ? [assumed] : this.ofResolved(resolved, binding.imported.specifier.local);
    }
    if (binding.kind === "free") return [assumedClient(binding.reads) ?? globalNamed(binding.reads[0]!)];
    const written = filled(
      this,
      binding.writes.flatMap((write) => this.ofWrite(write)),
      () => binding.reads,
    );
    const parameter = binding.parameter ? ofParameter(this, binding) : [];
    const otherwise = binding.writes.map(({ target }) => this.ofPatternDefault(target));
    const typed = orTyped(this, join(written, parameter, ...otherwise), binding.annotation);
    return orAssumed(typed, () => binding.reads);
  }

  /** What a name in a pattern stands for where there is nothing at its place: `{ client = new Client() }`. */
  private ofPatternDefault({ parent }: Name): readonly Value[] {
    return parent?.kind === "PatternEntry" && parent.fallback ? this.of(parent.fallback) : [];
  }

  /** Whether a name comes from a file of the project that is not among those given. */
  private isMissing(file: ProgramFile, resolved: Resolved): boolean {
    return resolved.kind === "external" && file.language.modules.isOwn(resolved.module);
  }

  private ofResolved(resolved: Resolved, from: Expression): readonly Value[] {
    if (resolved.kind === "external")
      return [{ kind: "external", language: from.tree.language, module: resolved.module, path: resolved.path }];
    if (resolved.kind === "file") return [{ kind: "file", file: resolved.file }];
    return resolved.value === from ? [] : this.of(resolved.value);
  }

  private ofWrite(write: Write): readonly Value[] {
    if (write.site.kind === "Parameter" || write.site.kind === "ImportSpecifier") return [];
    if (!write.value)
      return write.site.kind === "Declarator"
        ? [{ kind: "null" }]
        : [unknown("its value comes from an operator or a handler")];
    const stored = storedIn(this, this.stores.taken(write.value, write.path));
    return stored ?? write.path.reduce((values, step) => this.step(values, step), this.of(write.value));
  }

  /** Direct calls of a function of the program, and whether others may call it. */
  callers(fn: FunctionNode): Callers {
    return callersOf(this, fn);
  }

  /** Whether a call of the program may call a function, by whatever name, or hand it to something that does. */
  isCalled(fn: FunctionNode): boolean {
    return (this.called ??= calledFunctions(this)).has(fn);
  }

  hasElements(value: Value): boolean {
    return (
      value.kind === "array" ||
      value.kind === "list" ||
      value.kind === "tuple" ||
      (value.kind === "result" && elementType(value.type) !== undefined)
    );
  }

  private evaluateCall(call: Call): readonly Value[] {
    const operation = this.operationAt(call);
    if (operation) return [operation.request ? { kind: "answer", operation } : resultOf(operation)];
    if (this.resolving.has(call)) return [];
    const above = isSuper(call) ? ofSuper(this, call) : undefined;
    if (above) return above;
    const stored = storedIn(this, this.stores.read(call));
    if (stored) return stored;
    const keyed = keyedRead(call);
    const field = keyed && ofKeyed(this, keyed);
    if (field) return field;
    const required = this.program.fileOf(call).language.modules.requiredModule(call);
    if (required !== undefined)
      return this.ofResolved(this.program.resolveRequired(this.program.fileOf(call), required), call);
    if (call.callee.kind === "Member") {
      const json = jsonOfAnswer(this, call.callee);
      if (json) return json;
      const last = lastOfPage(this, call, call.callee.property, call.callee.object);
      if (last) return last;
      const stream = streamOf(this, call.callee.property, call.callee.object);
      if (stream) return stream;
      const turn = turnOf(this, call.callee.property, call.callee.object);
      if (turn) return turn;
      const { property, object } = call.callee;
      if (property === "getPaginatedItems") return this.step(this.of(object), { kind: "member", name: "data" });
      const placed = placesCall(this, call, call.callee.property, call.callee.object);
      if (placed) return placed;
      const listed = listCall(this, call, call.callee.property, call.callee.object);
      if (listed) return listed;
    }
    return join(...this.of(call.callee).map((callee) => ofCallee(this, callee, call)));
  }

  /** What a function gives: the join of its returns. */
  returns(fn: FunctionNode): readonly Value[] {
    const key = this.returnKeys.get(fn) ?? {};
    this.returnKeys.set(fn, key);
    return this.known.of(key, () => {
      if (!fn.body) return fn.returns ? ofAnnotation(this, fn.returns) : [unknown("a function without a body")];
      if (fn.generator) return isContextManager(fn) ? yielded(this, fn) : [unknown("a generator")];
      const sets: (readonly Value[])[] = [];
      if (fn.body.kind !== "Block") sets.push(this.of(fn.body));
      else
        for (const node of walkOwn(fn.body)) if (node.kind === "Return" && node.value) sets.push(this.of(node.value));
      const known = join(...sets);
      // Nothing at all: it only returns what it is being asked for.
      return known.length === 0 ? known : orTyped(this, known, fn.returns);
    });
  }

  private findOperation(call: Call): Operation | undefined {
    const oracle = argumentOracle(this, call);
    return clientOperation(this, call, oracle) ?? restOperation(this, call, oracle);
  }

  /** Follows one step from each value. */
  step(values: readonly Value[], step: Step): readonly Value[] {
    return join(...values.map((value) => stepOne(this, value, step)));
  }

  stepObject(node: ObjectLiteral, step: Step): readonly Value[] {
    if (step.kind === "rest") return [unknown("the rest of an object")];
    return this.once(node, step.kind === "member" ? step.name : "*", () => partsOf(this, node, step));
  }

  /** Some item of a list literal. */
  stepItems(node: ArrayLiteral): readonly Value[] {
    return this.once(node, "*", () =>
      join(
        ...node.items.map((item) =>
          item.kind === "Spread" ? this.step(this.of(item.value), { kind: "iterate" }) : this.of(item),
        ),
      ),
    );
  }

  /** Nothing where it is asked from within: `{ ...item }` and `[...items]` can spread what they are themselves part of. */
  private once(node: ObjectLiteral | ArrayLiteral, key: string, parts: () => readonly Value[]): readonly Value[] {
    const running = this.stepping.get(node) ?? new Set<string>();
    this.stepping.set(node, running);
    if (running.has(key)) return [];
    running.add(key);
    try {
      return parts();
    } finally {
      running.delete(key);
    }
  }

  ofExport(file: ProgramFile, name: string): readonly Value[] {
    const exported = this.program.exported(file, name);
    return exported ? this.ofResolved(exported, file.tree.root as never) : [unknown(`${name} is not exported`)];
  }

  ofClassMember(cls: ClassNode, name: string): readonly Value[] {
    const kept = keptByBase(this, cls, name);
    if (kept) return kept;
    const declaring = this.declaringClass(cls, name);
    return filledElsewhere(this, declaring, name, this.ownMember(declaring, name));
  }

  /** What a class itself says of one of its members. */
  ownMember(cls: ClassNode, name: string): readonly Value[] {
    const member = this.members(cls).get(name);
    if (member) return this.known.of(member, () => this.evaluateMember(member, cls));
    return [unknown(`${name} is not declared in the class`)];
  }

  /** Which classes inherit from which. */
  get families(): Families {
    return (this.knownFamilies ??= new Families(this));
  }

  /** Places in objects that frameworks hand around. */
  get stores(): Stores {
    return (this.knownStores ??= new Stores(this));
  }

  /** The class that gives a member: the class itself, or the nearest one it inherits from. */
  declaringClass(cls: ClassNode, name: string): ClassNode {
    return this.declaring.find(cls, name);
  }

  private evaluateMember(member: ClassMember, cls: ClassNode): readonly Value[] {
    if (member.method)
      return member.method.accessor === "get" ? this.returns(member.method) : [{ kind: "function", fn: member.method }];
    const written = member.writes.flatMap((w) =>
      w.binding
        ? this.ofBinding(w.binding)
        : w.value
          ? (w.path ?? []).reduce((values, step) => this.step(values, step), this.of(w.value))
          : [],
    );
    const all = filled(this, written, () => this.readsOf(member.name, cls));
    const typed = orTyped(this, join(all), member.annotation);
    return orAssumed(typed, () => this.readsOf(member.name, cls, tellingAt));
  }

  /** Where a field of a class is read, in it or through an instance, in a way that counts. */
  private readsOf(
    name: string,
    cls: ClassNode,
    counts: (read: Expression) => unknown = () => true,
  ): readonly Expression[] {
    this.byName ??= membersByName(this);
    return (this.byName.get(name) ?? []).filter(
      (node) =>
        node.kind === "Member" &&
        counts(node) &&
        this.of(node.object).some((v) => v.kind === "instance" && this.declaringClass(v.node, name) === cls),
    );
  }

  /** Methods and fields of a class. */
  members(cls: ClassNode): ReadonlyMap<string, ClassMember> {
    const known = this.classMembers.get(cls) ?? readClassMembers(this.program, cls);
    this.classMembers.set(cls, known);
    return known;
  }
}

/** A name that nothing declares: one of the language, or out of sight. */
function globalNamed({ name, tree }: Name): Value {
  return { kind: "external", language: tree.language, module: "<global>", path: [name] };
}
