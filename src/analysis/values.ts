import { findOperation } from "../dialects/index.js";
import type { Call, ClassNode, Expression, FunctionNode, Name, ObjectLiteral } from "../languages/tree.js";
import { walk, walkOwn } from "../languages/walk.js";
import { classicOperation, classicShape } from "../protocol/classic.js";
import { typeAt } from "../protocol/typeRef.js";
import { assumedClient } from "./assumed.js";
import { clientOf, clientTypeOf, typeOf } from "./dialectLookup.js";
import { declaredMajor } from "./manifest.js";
import { readOperation, type Operation } from "./operation.js";
import { Program, type ProgramFile, type Resolved } from "./program.js";
import type { Binding, Step, Write } from "./scopes.js";
import { isNothing, keyedRead, type KeyedRead } from "./keyedRead.js";
import { callbackElement, listMethod } from "./lists.js";
import { wireName } from "./casing.js";
import {
  below,
  elementType,
  isObjectType,
  join,
  unknown,
  type ClientValue,
  type ExternalValue,
  type ResultValue,
  type Value,
} from "./value.js";

/** Steps from a value into it, and everything else that values can be asked. Memoised; cycles end in what is known so far. */
export class Values {
  private readonly memo = new Map<object, readonly Value[]>();
  private readonly active = new Map<object, number>();
  private shallowest = Infinity;
  private readonly operations = new Map<Call, Operation | undefined>();
  private readonly resolving = new Set<Call>();
  private readonly stepping = new Map<ObjectLiteral, Set<string>>();
  /** Memo keys of what functions return: the function node itself is the key of its value. */
  private readonly returnKeys = new Map<FunctionNode, object>();
  private readonly classMembers = new Map<ClassNode, Map<string, ClassMember>>();

  constructor(readonly program: Program) {}

  /** The values an expression can have. Empty: none known (a cycle, or code that never runs). */
  of(expression: Expression): readonly Value[] {
    return this.guarded(expression, () => this.evaluate(expression));
  }

  /** The values that can stand in a binding. */
  ofBinding(binding: Binding): readonly Value[] {
    return this.guarded(binding, () => this.evaluateBinding(binding));
  }

  /** The classic operation a call performs, or undefined. */
  operationAt(call: Call): Operation | undefined {
    if (this.operations.has(call)) return this.operations.get(call);
    if (this.resolving.has(call)) {
      // An argument leads back to this call (`run = get(run.id)`): nothing that leans on it now may be remembered.
      this.shallowest = -1;
      return undefined;
    }
    this.resolving.add(call);
    const operation = this.findOperation(call);
    this.resolving.delete(call);
    this.operations.set(call, operation);
    return operation;
  }

  /** A result value: used by rules that look at reads. */
  results(expression: Expression): readonly ResultValue[] {
    return this.of(expression).filter((v): v is ResultValue => v.kind === "result");
  }

  /** The object literal an expression certainly is: written in place, or the only value of a constant that is read only here. */
  literalOf(expression: Expression): ObjectLiteral | undefined {
    let at = expression;
    while (at.kind === "Wrap") at = at.value;
    if (at.kind === "ObjectLiteral") return at;
    if (at.kind !== "Name") return undefined;
    const binding = this.program.bindingOf(at);
    if (!binding || binding.writes.length !== 1 || this.program.references(binding).length !== 1) return undefined;
    const write = binding.writes[0]!;
    return write.value && write.path.length === 0 && write.value.kind === "ObjectLiteral" ? write.value : undefined;
  }

  private guarded(key: object, compute: () => readonly Value[]): readonly Value[] {
    const known = this.memo.get(key);
    if (known) return known;
    const running = this.active.get(key);
    if (running !== undefined) {
      this.shallowest = Math.min(this.shallowest, running);
      return [];
    }
    const depth = this.active.size;
    this.active.set(key, depth);
    const outer = this.shallowest;
    this.shallowest = Infinity;
    try {
      const values = compute();
      // A result that leaned on an unfinished caller is only part of the truth: not remembered.
      if (this.shallowest >= depth) this.memo.set(key, values);
      return values;
    } finally {
      this.active.delete(key);
      const own = this.shallowest >= depth ? Infinity : this.shallowest;
      this.shallowest = Math.min(outer, own);
    }
  }

  private evaluate(e: Expression): readonly Value[] {
    switch (e.kind) {
      case "Name":
        return this.evaluateName(e);
      case "Member":
        return this.step(this.of(e.object), { kind: "member", name: e.property });
      case "Index": {
        const index = e.index;
        if (index.kind === "StringLiteral") return this.step(this.of(e.object), { kind: "member", name: index.value });
        return this.step(this.of(e.object), {
          kind: "index",
          index: index.kind === "NumberLiteral" ? index.value : undefined,
        });
      }
      case "Call":
        return this.evaluateCall(e);
      case "Await":
      case "Spread":
        return this.of(e.value);
      case "Wrap": {
        const inner = this.of(e.value);
        if (!e.annotation || inner.some((v) => v.kind !== "unknown")) return inner;
        const typed = this.ofAnnotation(e.annotation);
        return typed.length > 0 ? typed : inner;
      }
      case "Assign":
        return e.value ? this.of(e.value) : [];
      case "Binary":
        if (e.operator === "and") return this.of(e.right);
        if (e.operator === "or" || e.operator === "??") return join(this.of(e.left), this.of(e.right));
        return [{ kind: "scalar" }];
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
        return [{ kind: "list", elements: this.of(e.element) }];
      case "TypeApply":
      case "TypeUnion":
        return this.ofAnnotation(e);
      case "Opaque":
        return [unknown(`${e.what} is not followed`)];
    }
  }

  private evaluateName(name: Name): readonly Value[] {
    if (this.program.isThis(name)) {
      const cls = this.program.classOfThis(name);
      return cls ? [{ kind: "instance", node: cls }] : [unknown("`this` of a plain function")];
    }
    const binding = this.program.bindingOf(name);
    return binding
      ? this.ofBinding(binding)
      : [{ kind: "external", language: name.tree.language, module: "<global>", path: [name.name] }];
  }

  private evaluateBinding(binding: Binding): readonly Value[] {
    const file = this.program.files.find((f) => f.tree === binding.tree)!;
    if (binding.imported) {
      const resolved = this.program.resolveImport(file, binding.imported.module, binding.imported.name);
      const assumed = this.isMissing(file, resolved) ? assumedClient(file.language.id, binding) : undefined;
      return assumed ? [assumed] : this.ofResolved(resolved, binding.imported.specifier.local);
    }
    const written = binding.writes.flatMap((write) => this.ofWrite(write));
    if (written.some((v) => v.kind === "array")) written.push(...this.pushedTo(binding));
    const parameter = binding.parameter ? this.ofParameter(binding) : [];
    const known = join(written, parameter);
    if (known.some((v) => v.kind !== "unknown" && v.kind !== "null") || !binding.annotation) return known;
    const typed = this.ofAnnotation(binding.annotation);
    return typed.length > 0 ? typed : known;
  }

  /** Whether a name comes from a file of the project that is not among those given. */
  private isMissing(file: ProgramFile, resolved: Resolved): boolean {
    return resolved.kind === "external" && file.language.modules.isOwn(resolved.module);
  }

  /** What `list.push(x)` and `list.append(x)` add to a list in a variable. */
  private pushedTo(binding: Binding): readonly Value[] {
    const added = binding.reads.flatMap(({ parent }) => {
      if (parent?.kind !== "Member" || !/^(push|append|unshift|add)$/.test(parent.property)) return [];
      return parent.parent?.kind === "Call" && parent.parent.callee === parent
        ? parent.parent.args.map((a) => this.of(a.value))
        : [];
    });
    return added.length === 0 ? [] : [{ kind: "list", elements: join(...added) }];
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
    return write.path.reduce((values, step) => this.step(values, step), this.of(write.value));
  }

  /** A parameter holds what the calls pass; a callback's what the caller hands it. */
  private ofParameter(binding: Binding): readonly Value[] {
    const { fn, index, node } = binding.parameter!;
    const path = binding.writes.find((w) => w.site === node)?.path ?? [];
    const follow = (values: readonly Value[]) => path.reduce((v, step) => this.step(v, step), values);
    const handed = this.handedToCallback(fn, index);
    if (handed) return follow(handed);
    const { calls, open } = this.callers(fn);
    const sets = calls.map((call) => this.argumentFor(call, fn, index, binding.name));
    const fallback = node.fallback ? this.of(node.fallback) : [];
    const known = follow(join(...sets, fallback));
    const typed = node.annotation ? follow(this.ofAnnotation(node.annotation)) : [];
    if (typed.length > 0)
      return join(
        known.filter((v) => v.kind !== "unknown"),
        typed.filter((t) => t.kind !== "result" || !known.some((k) => k.kind === "result" && k.type === t.type)),
      );
    if (calls.length === 0 || open)
      return join(known, [unknown(`parameter ${binding.name} is filled by callers outside the files given`)]);
    return known;
  }

  private argumentFor(call: Call, fn: FunctionNode, index: number, name: string): readonly Value[] {
    const named = call.args.find((a) => a.form === "named" && a.name === name);
    if (named) return this.of(named.value);
    const spread = call.args.filter((a) => a.form === "spread" || a.form === "namedSpread");
    if (spread.length > 0) {
      const entry = this.spreadEntry(call, name);
      if (entry) return this.of(entry);
      return [unknown("arguments are spread")];
    }
    const parameter = fn.params[index]!;
    if (parameter.rest !== "none") return [unknown("rest parameter")];
    // A Python method's receiver is not among the arguments.
    const shift = fn.flavor === "method" && !fn.isStatic && fn.params[0] && this.isReceiver(fn) ? 1 : 0;
    const argument = call.args[index - shift];
    if (index - shift < 0 || !argument || argument.form !== "positional")
      return parameter.fallback ? [] : [{ kind: "null" }];
    return this.of(argument.value);
  }

  /** The value that `**params` passes for a name, when `params` is a dictionary literal. */
  spreadEntry(call: Call, name: string): Expression | undefined {
    for (const argument of call.args) {
      if (argument.form !== "namedSpread") continue;
      for (const value of this.of(argument.value)) {
        const entry = value.kind === "object" ? value.node.entries.find((e) => e.key === name) : undefined;
        if (entry) return entry.value;
      }
    }
    return undefined;
  }

  private isReceiver(fn: FunctionNode): boolean {
    const first = fn.params[0]!.target;
    return first.kind === "Name" && this.program.isThis(first);
  }

  /** Direct calls of a function of the program, and whether others may call it. */
  callers(fn: FunctionNode): { readonly calls: readonly Call[]; readonly open: boolean } {
    const callers = this.program.callers(fn, (object, cls) =>
      this.of(object).some((v) => v.kind === "instance" && v.node === cls),
    );
    if (fn.flavor !== "method" || fn.parent?.kind !== "Class") return callers;
    const cls = fn.parent;
    if (fn.name?.name !== "constructor" && fn.name?.name !== "__init__") return callers;
    const binding = cls.name && this.program.bindingOf(cls.name);
    if (!binding) return { calls: [], open: true };
    const calls = this.program.references(binding).flatMap((name) => {
      const parent = name.parent;
      return parent?.kind === "Call" && parent.callee === name ? [parent] : [];
    });
    return { calls, open: calls.length === 0 };
  }

  /** What a list method, `.then` or the like passes to a function literal given to it. */
  private handedToCallback(fn: FunctionNode, index: number): readonly Value[] | undefined {
    let node: Expression = fn;
    while (node.parent?.kind === "Wrap") node = node.parent;
    const argument = node.parent;
    if (argument?.kind !== "Argument" || argument.parent?.kind !== "Call") return undefined;
    const call = argument.parent;
    if (call.callee.kind !== "Member") return undefined;
    const object = this.of(call.callee.object);
    const handed = callbackElement(call.callee.property, index, call.args.indexOf(argument));
    if (handed === "self") return object;
    if (handed === "element")
      return object.some((v) => this.hasElements(v)) ? this.step(object, { kind: "iterate" }) : undefined;
    return handed === "scalar" ? [{ kind: "scalar" }] : undefined;
  }

  private hasElements(value: Value): boolean {
    return (
      value.kind === "array" ||
      value.kind === "list" ||
      (value.kind === "result" && elementType(value.type) !== undefined)
    );
  }

  private evaluateCall(call: Call): readonly Value[] {
    const operation = this.operationAt(call);
    if (operation) return [this.resultOf(operation)];
    if (this.resolving.has(call)) return [];
    const keyed = keyedRead(call);
    const field = keyed && this.ofKeyed(keyed);
    if (field) return field;
    const required = this.program.fileOf(call).language.modules.requiredModule(call);
    if (required !== undefined)
      return this.ofResolved(this.program.resolveRequired(this.program.fileOf(call), required), call);
    if (call.callee.kind === "Member") {
      const last = this.lastOfPage(call, call.callee.property, call.callee.object);
      if (last) return last;
      const { property, object } = call.callee;
      if (property === "getPaginatedItems") return this.step(this.of(object), { kind: "member", name: "data" });
      const listed = this.listCall(call, call.callee.property, call.callee.object);
      if (listed) return listed;
    }
    return join(...this.of(call.callee).map((callee) => this.ofCallee(callee, call)));
  }

  /** A field of a classic object that is read by its name; a fallback that says "nothing" is none. */
  private ofKeyed({ object, key, fallback }: KeyedRead): readonly Value[] | undefined {
    const objects = this.of(object).filter((v) => v.kind === "result" && isObjectType(v.type));
    if (objects.length === 0) return undefined;
    const field = this.step(objects, { kind: "member", name: key.value });
    return fallback && !isNothing(fallback) ? join(field, this.of(fallback)) : field;
  }

  private ofCallee(callee: Value, call: Call): readonly Value[] {
    switch (callee.kind) {
      case "function":
        return this.returns(callee.fn);
      case "class":
        return [{ kind: "instance", node: callee.node }];
      case "external":
        return this.ofExternalCall(callee, call);
      case "client":
        return [unknown(`${callee.path || callee.type.typeName} is not an operation this tool knows`)];
      case "unknown":
        return [callee];
      default:
        return [unknown("the callee is not known")];
    }
  }

  private ofExternalCall(callee: ExternalValue, call: Call): readonly Value[] {
    const client = this.clientFor(callee, call) ?? this.assumedAt(callee, call);
    if (client) return [client];
    const name = callee.path.join(".");
    if (callee.module === "<global>") {
      const first = call.args[0]?.value;
      if (
        name === "Promise.all" ||
        name === "list" ||
        name === "sorted" ||
        name === "reversed" ||
        name === "tuple" ||
        name === "Array.from"
      )
        return first ? this.of(first).flatMap((v) => this.asList(v, name)) : [];
      if ((name === "next" || name === "anext") && first) return this.step(this.of(first), { kind: "iterate" });
      if ((name === "iter" || name === "aiter") && first) return this.of(first);
      if (name === "str" || name === "String") return [{ kind: "text", value: undefined }];
    }
    return [{ ...callee, instance: true }];
  }

  /** A client that a function of a missing file gives, known by what is done with the variable it goes into. */
  private assumedAt(callee: ExternalValue, call: Call): ClientValue | undefined {
    const file = this.program.fileOf(call);
    if (callee.instance || !file.language.modules.isOwn(callee.module)) return undefined;
    let at: Expression = call;
    while (at.parent?.kind === "Await" || at.parent?.kind === "Wrap") at = at.parent;
    const holder = at.parent;
    if (
      (holder?.kind !== "Declarator" && holder?.kind !== "Assign") ||
      holder.value !== at ||
      holder.target.kind !== "Name"
    )
      return undefined;
    const binding = this.program.bindingOf(holder.target);
    const assumed = binding && assumedClient(file.language.id, binding);
    return assumed && { ...assumed, site: call };
  }

  private clientFor(value: ExternalValue, site: Call | undefined): ClientValue | undefined {
    const hit = site ? clientOf(value) : clientTypeOf(value);
    return hit && { kind: "client", type: hit.type, dialects: hit.dialects, site, path: "" };
  }

  /** What a function gives: the join of its returns. */
  returns(fn: FunctionNode): readonly Value[] {
    const key = this.returnKeys.get(fn) ?? {};
    this.returnKeys.set(fn, key);
    return this.guarded(key, () => {
      if (!fn.body) return fn.returns ? this.ofAnnotation(fn.returns) : [unknown("a function without a body")];
      if (fn.generator) return [unknown("a generator")];
      if (fn.body.kind !== "Block") return this.of(fn.body);
      const sets: (readonly Value[])[] = [];
      for (const node of walkOwn(fn.body)) if (node.kind === "Return" && node.value) sets.push(this.of(node.value));
      return join(...sets);
    });
  }

  /** `messages.get_last_text_message_by_role(role)`: the newest message of a page, or its text. */
  private lastOfPage(call: Call, method: string, object: Expression): readonly Value[] | undefined {
    const found = this.of(object).flatMap((v) => {
      const member = v.kind === "result" ? v.dialect.members[v.type]?.[method] : undefined;
      if (v.kind !== "result" || !member?.call || !member.first || call.args.length !== member.call.length) return [];
      const text = member.path.endsWith("content.*");
      return [
        {
          ...v,
          type: text ? "ContentPart" : "Message",
          path: text ? "data.0.content.0" : "data.0",
          iterable: undefined,
        },
      ];
    });
    return found.length > 0 ? found : undefined;
  }

  private listCall(call: Call, method: string, object: Expression): readonly Value[] | undefined {
    const kind = listMethod(method);
    if (!kind) return undefined;
    const values = this.of(object);
    if (kind === "then") {
      const callback = call.args[0]?.value;
      if (!callback || values.length === 0) return undefined;
      if (method === "catch" || method === "finally") return values;
      return join(
        ...this.of(callback).map((v) =>
          v.kind === "function" ? this.returns(v.fn) : [unknown("then with an unknown callback")],
        ),
      );
    }
    if (!values.some((v) => this.hasElements(v))) return undefined;
    if (kind === "same") return values.flatMap((v) => this.asList(v, method));
    if (kind === "element") {
      const index =
        method === "at" && call.args[0]?.value.kind === "NumberLiteral" ? call.args[0].value.value : undefined;
      const list = index === undefined && method !== "at" ? values.flatMap((v) => this.asList(v, method)) : values;
      return this.step(list, index === undefined ? { kind: "iterate" } : { kind: "index", index });
    }
    const callback = call.args[0]?.value;
    const mapped = callback ? this.of(callback).flatMap((v) => (v.kind === "function" ? this.returns(v.fn) : [])) : [];
    return [{ kind: "list", elements: mapped }];
  }

  /** The same elements after a list method: reordered or fewer. */
  private asList(value: Value, method: string): readonly Value[] {
    if (value.kind !== "result") return [value];
    const element = elementType(value.type);
    return element ? [{ ...value, type: `${element}[]`, path: below(value.path, method) }] : [value];
  }

  private resultOf(operation: Operation): ResultValue {
    const { gives } = operation.spec;
    const result = classicOperation(operation.id)?.result ?? "json";
    const base = { kind: "result", dialect: operation.dialect, operation } as const;
    const picked = operation.spec.select === undefined ? undefined : PICKED[operation.spec.select];
    if (picked) return { ...base, ...picked };
    const same = gives === "helper" && /AndPoll$|^upload/.test(operation.spec.select ?? "");
    const type = gives === "stream" ? "Stream" : gives === "helper" && !same ? "json" : result;
    return { ...base, type, path: "", iterable: gives === "iterable" };
  }

  private findOperation(call: Call): Operation | undefined {
    if (call.callee.kind !== "Member") return undefined;
    const { property, object } = call.callee;
    const clients = this.of(object).filter((v): v is ClientValue => v.kind === "client");
    for (const client of clients) {
      const path = client.path ? `${client.path}.${property}` : property;
      for (const dialect of client.dialects) {
        const prefix = client.type.prefix ? `${client.type.prefix}.` : "";
        const spec = path.startsWith(prefix) ? findOperation(dialect, path.slice(prefix.length)) : undefined;
        if (spec) return readOperation(call, dialect, spec, clients, this.oracle(call));
      }
    }
    return undefined;
  }

  private oracle(call: Call) {
    return {
      valueOf: (e: Expression) => this.of(e),
      literalOf: (e: Expression) => this.literalOf(e),
      majorOf: (name: string) => declaredMajor(this.program.manifests, call.tree.path, name),
    };
  }

  /** Follows one step from each value. */
  step(values: readonly Value[], step: Step): readonly Value[] {
    return join(...values.map((value) => this.stepOne(value, step)));
  }

  private stepOne(value: Value, step: Step): readonly Value[] {
    if (step.kind === "enter") return [value];
    switch (value.kind) {
      case "client":
        if (step.kind !== "member") return [unknown("a client is not a list")];
        return [{ ...value, path: value.path ? `${value.path}.${step.name}` : step.name }];
      case "result":
        return this.stepResult(value, step);
      case "instance":
        return step.kind === "member" ? this.ofClassMember(value.node, step.name) : [unknown("element of an object")];
      case "class":
        return step.kind === "member" ? this.ofClassMember(value.node, step.name) : [unknown("element of a class")];
      case "file":
        return step.kind === "member" ? this.ofExport(value.file, step.name) : [unknown("element of a module")];
      case "external":
        if (step.kind !== "member") return [unknown("element of a package's value")];
        return [{ ...value, path: [...value.path, step.name] }];
      case "object":
        return this.stepObject(value.node, step);
      case "array":
        if (step.kind === "index" && step.index !== undefined && step.index >= 0) {
          const item = value.node.items[step.index];
          if (item) return item.kind === "Spread" ? [unknown("element of a list")] : this.of(item);
          return value.node.items.length === 0 ? [] : [unknown("element of a list")];
        }
        if (step.kind === "member") return [unknown("method of a list")];
        return join(...value.node.items.map((item) => this.of(item)));
      case "list":
        return step.kind === "member" ? [unknown("method of a list")] : value.elements;
      case "unknown":
        return [value];
      default:
        return [unknown(`${value.kind} has no parts`)];
    }
  }

  private stepResult(value: ResultValue, step: Step): readonly Value[] {
    const { dialect } = value;
    if (step.kind === "rest") return [unknown("the rest of a classic object")];
    if (step.kind !== "member") {
      const element = elementType(value.type);
      const at = step.kind === "index" && step.index !== undefined ? step.index : "*";
      if (element) return [{ ...value, type: element, path: below(value.path, at), iterable: undefined }];
      return [value.type === "json" ? value : unknown(`an element of ${value.type}`)];
    }
    const type = typeAt(classicShape, value.type, [wireName(step.name, dialect)]);
    if (type !== undefined) return [{ ...value, type, path: below(value.path, step.name), iterable: undefined }];
    const member = dialect.members?.[value.type]?.[step.name];
    if (member?.path.endsWith(".*") && !member.call) {
      const list = typeAt(classicShape, value.type, member.path.split(".").slice(0, -1));
      if (list !== undefined)
        return [{ ...value, type: list, path: below(value.path, step.name), iterable: undefined }];
    }
    if (value.type.endsWith("[]") && step.name === "length") return [{ kind: "scalar" }];
    return [unknown(`${value.type} has no field ${step.name}`)];
  }

  private stepObject(node: ObjectLiteral, step: Step): readonly Value[] {
    if (step.kind === "rest") return [unknown("the rest of an object")];
    // `{ ...item }` can spread what it is itself part of.
    const key = step.kind === "member" ? step.name : "*";
    const running = this.stepping.get(node) ?? new Set<string>();
    this.stepping.set(node, running);
    if (running.has(key)) return [];
    running.add(key);
    try {
      return this.partsOf(node, step);
    } finally {
      running.delete(key);
    }
  }

  private partsOf(node: ObjectLiteral, step: Step): readonly Value[] {
    const spreads = node.entries.filter((e) => e.form === "spread").flatMap((e) => this.step(this.of(e.value), step));
    const own = node.entries.filter((e) => e.form !== "spread");
    if (step.kind !== "member") return join(...own.map((e) => this.of(e.value)), spreads);
    const entry = own.find((e) => e.key === step.name);
    if (entry) return this.of(entry.value);
    return spreads.length > 0 ? spreads : [unknown(`no ${step.name} in this object`)];
  }

  private ofExport(file: ProgramFile, name: string): readonly Value[] {
    const exported = this.program.exported(file, name);
    return exported ? this.ofResolved(exported, file.tree.root as never) : [unknown(`${name} is not exported`)];
  }

  private ofClassMember(cls: ClassNode, name: string): readonly Value[] {
    const member = this.members(cls).get(name);
    if (member) return this.guarded(member, () => this.evaluateMember(member));
    for (const base of cls.bases) {
      for (const value of this.of(base))
        if (value.kind === "class" && value.node !== cls) return this.ofClassMember(value.node, name);
    }
    return [unknown(`${name} is not declared in the class`)];
  }

  private evaluateMember(member: ClassMember): readonly Value[] {
    if (member.method)
      return member.method.accessor === "get" ? this.returns(member.method) : [{ kind: "function", fn: member.method }];
    const written = member.writes.flatMap((w) =>
      w.binding ? this.ofBinding(w.binding) : w.value ? this.of(w.value) : [],
    );
    const known = join(written);
    if (known.some((v) => v.kind !== "unknown" && v.kind !== "null") || !member.annotation) return known;
    const typed = this.ofAnnotation(member.annotation);
    return typed.length > 0 ? typed : known;
  }

  /** Methods and fields of a class: declared ones and every `this.x = …` in its methods. */
  members(cls: ClassNode): ReadonlyMap<string, ClassMember> {
    const known = this.classMembers.get(cls);
    if (known) return known;
    const members = new Map<string, ClassMember>();
    this.classMembers.set(cls, members);
    const member = (name: string): ClassMember => {
      const found = members.get(name) ?? { name, writes: [] };
      members.set(name, found);
      return found;
    };
    for (const node of cls.members) {
      if (node.kind === "Field") {
        const field = member(node.name);
        field.annotation = node.annotation;
        if (node.value) field.writes.push({ value: node.value });
      } else if (node.kind === "Function" && node.name) {
        const method = member(node.name.name);
        method.method ??= node;
        for (const param of node.params) {
          if (!param.declaresField || param.target.kind !== "Name") continue;
          const field = member(param.target.name);
          field.annotation = param.annotation;
          const binding = this.program.bindingOf(param.target);
          if (binding) field.writes.push({ binding });
        }
      }
    }
    for (const node of walkClass(cls)) {
      if (node.kind !== "Assign" || node.target.kind !== "Member" || node.target.object.kind !== "Name") continue;
      if (!this.program.isThis(node.target.object) || this.program.classOfThis(node) !== cls) continue;
      const field = member(node.target.property);
      if (node.annotation) field.annotation = node.annotation;
      if (node.value) field.writes.push({ value: node.operator === "=" ? node.value : undefined });
    }
    return members;
  }

  /** What an annotation says a value is. Empty: nothing this tool knows. */
  ofAnnotation(annotation: Expression): readonly Value[] {
    switch (annotation.kind) {
      case "TypeUnion":
        return join(...annotation.members.map((m) => this.ofAnnotation(m)));
      case "TypeApply": {
        if (!annotation.base) return annotation.args.flatMap((a) => this.listOf(this.ofAnnotation(a)));
        const name =
          annotation.base.kind === "Name"
            ? annotation.base.name
            : annotation.base.kind === "Member"
              ? annotation.base.property
              : "";
        const inner = annotation.args.flatMap((a) => this.ofAnnotation(a));
        if (/^(Array|ReadonlyArray|[Ll]ist|Iterable|AsyncIterable|Sequence|Iterator|AsyncIterator)$/.test(name))
          return this.listOf(inner);
        if (/^(Promise|PromiseLike|Awaited|Optional|Union|Awaitable|Coroutine|Readonly|Final|Annotated)$/.test(name))
          return inner;
        return this.ofAnnotation(annotation.base);
      }
      case "Name":
      case "Member": {
        if (annotation.kind === "Name" && annotation.name === "string") return [{ kind: "text", value: undefined }];
        if (annotation.kind === "Name" && annotation.name === "str") return [{ kind: "text", value: undefined }];
        return join(
          ...this.of(annotation)
            .flatMap((v) => this.ofTypeValue(v))
            .map((v) => [v]),
        );
      }
      default:
        return [];
    }
  }

  private ofTypeValue(value: Value): readonly Value[] {
    if (value.kind === "class") return [{ kind: "instance", node: value.node }];
    if (value.kind !== "external") return [];
    const client = this.clientFor(value, undefined);
    if (client) return [client];
    const typed = typeOf(value);
    if (!typed?.type.shape) return [];
    return [{ kind: "result", type: typed.type.shape, dialect: typed.dialect, operation: undefined, path: "" }];
  }

  private listOf(values: readonly Value[]): readonly Value[] {
    return values.map((v) => (v.kind === "result" ? { ...v, type: `${v.type}[]` } : { kind: "list", elements: [v] }));
  }
}

/** What conveniences give that pick one thing out of a list: newest first. */
const PICKED: Readonly<Record<string, { readonly type: string; readonly path: string } | undefined>> = {
  lastMessage: { type: "Message", path: "0" },
  lastMessageText: { type: "ContentPart", path: "0.content.0" },
};

interface ClassMember {
  readonly name: string;
  method?: FunctionNode;
  annotation?: Expression;
  readonly writes: { readonly value?: Expression; readonly binding?: Binding }[];
}

function* walkClass(cls: ClassNode) {
  for (const member of cls.members) yield* walk(member);
}
