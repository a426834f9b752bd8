import { describe, expect, test } from "vitest";
import { read } from "../../src/languages/javascript/read.js";
import { dump } from "./dump.js";
import { lostIdentifiers } from "./identifiers.js";
import { violations } from "./invariants.js";

/** Source and its dump. Read as .tsx, except what only .ts can hold. */
const SYNTAX: Record<string, readonly (readonly [code: string, dump: string])[]> = {
  "names and literals": [
    ["a", "a;"],
    ["undefined", "null;"],
    ["null", "null;"],
    ["this", "this;"],
    ["super.a()", "(Call callee:(Member property=a object:super));"],
    ["'a\\n'", '"a\\n";'],
    ["`a`", '"a";'],
    ["`a${b}c`", '(TemplateString texts=["a","c"] holes:[b]);'],
    ["1_000", "1000;"],
    ["0x10", "16;"],
    ["true", "true;"],
    ["/a\\/\\/b/g", "(Opaque what=RegularExpressionLiteral);"],
    ["10n", "(Opaque what=BigIntLiteral);"],
    ["[1, , ...a]", "(ArrayLiteral flavor=array items:[1 (Opaque what=OmittedExpression) (Spread value:a)]);"],
    ["import.meta.url", "(Member property=url object:(Opaque what=MetaProperty));"],
  ],
  "member access": [
    ["a.b", "(Member property=b object:a);"],
    ["a?.b", "(Member optional property=b object:a);"],
    ["a.#b", "(Member property=#b object:a);"],
    ["a['b']", "(Member computed property=b object:a);"],
    ["a?.[`b`]", "(Member computed optional property=b object:a);"],
    ["a[0]", "(Index object:a index:0);"],
    ["a?.[b]", "(Index optional object:a index:b);"],
    ["a!.b", "(Member property=b object:(Wrap flavor=nonNull value:a));"],
    ["(a as B).c", "(Member property=c object:(Wrap flavor=parentheses value:(Wrap flavor=as value:a annotation:B)));"],
  ],
  calls: [
    ["f(a, ...b)", "(Call callee:f args:[a (Argument form=spread value:b)]);"],
    ["a?.f(b)", "(Call callee:(Member optional property=f object:a) args:[b]);"],
    ["f?.(a)", "(Call optional callee:f args:[a]);"],
    ["new A(b)", "(Call construct callee:A args:[b]);"],
    ["new A", "(Call construct callee:A);"],
    ["f<T>(a)", "(Call callee:f typeArguments:[T] args:[a]);"],
    ["import('m')", '(Call callee:import args:["m"]);'],
    ["f`a${b}`", '(Opaque what=TaggedTemplateExpression children:[f (TemplateString texts=["a",""] holes:[b])]);'],
  ],
  objects: [
    [
      "({ a, b: c, 'd-e': 1, 2: x, [f]: g, ...h })",
      "(Wrap flavor=parentheses value:(ObjectLiteral entries:[(Entry form=shorthand key=a value:a) (Entry form=pair key=b value:c) (Entry form=pair key=d-e value:1) (Entry form=pair key=2 value:x) (Entry form=computed keyExpression:f value:g) (Entry form=spread value:h)]));",
    ],
    [
      "({ m() {}, async *[k]() {}, get a() { return b }, set a(v) {} })",
      "(Wrap flavor=parentheses value:(ObjectLiteral entries:[(Entry form=method key=m value:(Function flavor=method name:m body:{})) (Entry form=computed keyExpression:k value:(Function async flavor=method generator body:{})) (Entry form=method key=a value:(Function accessor=get flavor=method name:a body:{ (Return value:b) })) (Entry form=method key=a value:(Function accessor=set flavor=method name:a params:[(Parameter target:v)] body:{}))]));",
    ],
    [
      "({ a: function f() {}, b: () => c })",
      "(Wrap flavor=parentheses value:(ObjectLiteral entries:[(Entry form=pair key=a value:(Function flavor=expression name:f body:{})) (Entry form=pair key=b value:(Function flavor=arrow body:c))]));",
    ],
  ],
  operators: [
    [
      "a && b || c ?? d",
      "(Binary operator=?? left:(Binary operator=or left:(Binary operator=and left:a right:b) right:c) right:d);",
    ],
    ["a === b", "(Binary operator=== left:a right:b);"],
    ["a !== b", "(Binary operator=!= left:a right:b);"],
    ["a != b", "(Binary operator=!= left:a right:b);"],
    ["a instanceof B", "(Binary operator=instanceof left:a right:B);"],
    ["'a' in b", '(Binary operator=in left:"a" right:b);'],
    ["#a in b", "(Binary operator=in left:#a right:b);"],
    ["a, b", "(Binary operator=, left:a right:b);"],
    ["!a", "(Unary operator=not value:a);"],
    ["-1", "(Unary operator=- value:1);"],
    ["typeof a", "(Unary operator=typeof value:a);"],
    ["void 0", "(Unary operator=void value:0);"],
    ["delete a.b", "(Unary operator=delete value:(Member property=b object:a));"],
    ["a ? b : c", "(Conditional test:a then:b otherwise:c);"],
    ["await a", "(Await value:a);"],
    ["a as B", "(Wrap flavor=as value:a annotation:B);"],
    ["<B>a", "(Wrap flavor=as annotation:B value:a);"],
    ["a satisfies B", "(Wrap flavor=satisfies value:a annotation:B);"],
    ["a as const", "(Wrap flavor=as value:a annotation:(Opaque what=const));"],
  ],
  assignments: [
    ["a = b", "(Assign operator== target:a value:b);"],
    ["a.b += c", "(Assign operator=+= target:(Member property=b object:a) value:c);"],
    ["a ??= b", "(Assign operator=??= target:a value:b);"],
    ["a++", "(Assign operator=++ target:a);"],
    ["--a.b", "(Assign operator=-- target:(Member property=b object:a));"],
    [
      "({ a, b: c.d, e = 1, f: [g = 2] = [], [h]: i, ...j } = k)",
      "(Wrap flavor=parentheses value:(Assign operator== target:(ObjectPattern entries:[(PatternEntry key=a target:a) (PatternEntry key=b target:(Member property=d object:c)) (PatternEntry key=e target:e fallback:1) (PatternEntry key=f target:(ArrayPattern items:[(PatternEntry target:g fallback:2)]) fallback:(ArrayLiteral flavor=array)) (PatternEntry keyExpression:h target:i) (PatternEntry rest target:j)]) value:k));",
    ],
    [
      "[a, , b[0], ...c] = d",
      "(Assign operator== target:(ArrayPattern items:[(PatternEntry target:a) _ (PatternEntry target:(Index object:b index:0)) (PatternEntry rest target:c)]) value:d);",
    ],
    ["a = b = c", "(Assign operator== target:a value:(Assign operator== target:b value:c));"],
    [
      "(a as B) = c",
      "(Assign operator== target:(Opaque what=target children:[(Wrap flavor=parentheses value:(Wrap flavor=as value:a annotation:B))]) value:c);",
    ],
  ],
  functions: [
    [
      "function f(a, b = 1, ...c) {}",
      "(FunctionStatement fn:(Function flavor=declaration name:f params:[(Parameter target:a) (Parameter target:b fallback:1) (Parameter rest=positional target:c)] body:{}))",
    ],
    [
      "async function* f() { yield a; yield* b }",
      "(FunctionStatement fn:(Function async flavor=declaration generator name:f body:{ (Opaque what=YieldExpression children:[a]); (Opaque what=YieldExpression children:[b]); }))",
    ],
    ["x => y", "(Function flavor=arrow params:[(Parameter target:x)] body:y);"],
    [
      "async ({ a, b: [c] }) => { return a }",
      "(Function async flavor=arrow params:[(Parameter target:(ObjectPattern entries:[(PatternEntry key=a target:a) (PatternEntry key=b target:(ArrayPattern items:[(PatternEntry target:c)]))]))] body:{ (Return value:a) });",
    ],
    [
      "function f<T extends A>(this: B, a?: C): a is D {}",
      "(FunctionStatement fn:(Function flavor=declaration name:f typeParameters:[(Opaque what=TypeParameter children:[T A])] params:[(Parameter target:this annotation:B) (Parameter target:a annotation:C)] returns:(Opaque what=TypePredicate children:[a D]) body:{}))",
    ],
    [
      "(function f() {})()",
      "(Call callee:(Wrap flavor=parentheses value:(Function flavor=expression name:f body:{})));",
    ],
    [
      "function f(): void;",
      "(FunctionStatement fn:(Function flavor=declaration name:f returns:(Opaque what=VoidKeyword)))",
    ],
  ],
  declarations: [
    [
      "const a = b, { c, d: e = 1, ...f } = g",
      "(Declaration keyword=const declarators:[(Declarator target:a value:b) (Declarator target:(ObjectPattern entries:[(PatternEntry key=c target:c) (PatternEntry key=d target:e fallback:1) (PatternEntry rest target:f)]) value:g)])",
    ],
    ["let a: B", "(Declaration keyword=let declarators:[(Declarator target:a annotation:B)])"],
    [
      "var [a, , ...b] = c",
      "(Declaration keyword=var declarators:[(Declarator target:(ArrayPattern items:[(PatternEntry target:a) _ (PatternEntry rest target:b)]) value:c)])",
    ],
    ["using a = b", "(Declaration keyword=using declarators:[(Declarator target:a value:b)])"],
    ["await using a = b", "(Declaration keyword=using declarators:[(Declarator target:a value:b)])"],
  ],
  classes: [
    [
      "class A extends B<C> implements D { a = 1; #b: E; static c; constructor(private readonly d: F) { super(d) } static async m() {} get e() { return f } }",
      "(ClassStatement class:(Class name:A bases:[(TypeApply base:B args:[C]) (Opaque what=implements children:[D])] members:[(Field name=a value:1) (Field name=#b annotation:E) (Field isStatic name=c) (Function flavor=method name:constructor params:[(Parameter declaresField target:d annotation:F)] body:{ (Call callee:super args:[d]); }) (Function async flavor=method isStatic name:m body:{}) (Function accessor=get flavor=method name:e body:{ (Return value:f) })]))",
    ],
    [
      "class A { [k] = 1; [m]() {}; static { a } }",
      "(ClassStatement class:(Class name:A members:[(Opaque what=ComputedMember children:[(Opaque what=ComputedPropertyName children:[k]) 1]) (Opaque what=ComputedMember children:[m (Function flavor=method body:{})]) (Opaque what=ClassStaticBlockDeclaration children:[{ a; }])]))",
    ],
    [
      "@dec class A { @f() a; @g m(@h b) {} }",
      "(ClassStatement class:(Class decorators:[dec] name:A members:[(Field name=a decorators:[(Call callee:f)]) (Function flavor=method decorators:[g] name:m params:[(Parameter decorators:[h] target:b)] body:{})]))",
    ],
    ["const A = class B {}", "(Declaration keyword=const declarators:[(Declarator target:A value:(Class name:B))])"],
    [
      "abstract class A<T> { abstract m(): T; [key: string]: B }",
      "(ClassStatement class:(Class name:A typeParameters:[(Opaque what=TypeParameter children:[T])] members:[(Function flavor=method name:m returns:T) (Opaque what=IndexSignature children:[(Function flavor=arrow params:[(Parameter target:key annotation:(Opaque what=StringKeyword))] returns:B)])]))",
    ],
  ],
  "control flow": [
    [
      "if (a) b; else if (c) { d } else e",
      "(If test:a then:{ b; } otherwise:(If test:c then:{ d; } otherwise:{ e; }))",
    ],
    ["while (a) b", "(Loop flavor=while test:a body:{ b; })"],
    ["do { a } while (b)", "(Loop flavor=doWhile body:{ a; } test:b)"],
    [
      "for (let i = 0; i < n; i++) a",
      "(Loop flavor=for init:(Declaration keyword=let declarators:[(Declarator target:i value:0)]) test:(Binary operator=< left:i right:n) update:(Assign operator=++ target:i) body:{ a; })",
    ],
    ["for (;;) {}", "(Loop flavor=for body:{})"],
    ["for (const a of b) c", "(Loop declares=const flavor=each target:a iterable:b body:{ c; })"],
    [
      "for await (const [a] of b) c",
      "(Loop async declares=const flavor=each target:(ArrayPattern items:[(PatternEntry target:a)]) iterable:b body:{ c; })",
    ],
    ["for (a.b of c) d", "(Loop flavor=each target:(Member property=b object:a) iterable:c body:{ d; })"],
    [
      "for (const k in a) b",
      "(Loop declares=const flavor=each target:k iterable:(Opaque what=keys children:[a]) body:{ b; })",
    ],
    [
      "try { a } catch (e) { b } finally { c }",
      "(Try body:{ a; } handlers:[(Handler target:e body:{ b; })] finalizer:{ c; })",
    ],
    ["try { a } catch { b }", "(Try body:{ a; } handlers:[(Handler body:{ b; })])"],
    ["throw a", "(Throw value:a)"],
    ["function f() { return }", "(FunctionStatement fn:(Function flavor=declaration name:f body:{ (Return) }))"],
    [
      "switch (a) { case 1: case 2: b; break; default: c }",
      "(Switch subject:a cases:[(Case tests:[1] body:{}) (Case tests:[2] body:{ b; (Jump flavor=break) }) (Case body:{ c; })])",
    ],
    [
      "a: while (b) { break a; continue; }",
      '(Opaque what=LabeledStatement children:[(Loop flavor=while test:b body:{ (Opaque what="labelled jump") (Jump flavor=continue) })])',
    ],
    [";;", ""],
    ["{ a }", "{ a; }"],
    ["debugger", "(Opaque what=DebuggerStatement)"],
  ],
  imports: [
    ["import a from 'm'", "(Import module=m specifiers:[(ImportSpecifier imported=default local:a)])"],
    [
      "import a, { b, c as d, type E, default as f } from 'm'",
      "(Import module=m specifiers:[(ImportSpecifier imported=default local:a) (ImportSpecifier imported=b local:b) (ImportSpecifier imported=c local:d) (ImportSpecifier imported=E typeOnly local:E) (ImportSpecifier imported=default local:f)])",
    ],
    ["import * as a from 'm'", "(Import module=m specifiers:[(ImportSpecifier imported=* local:a)])"],
    ["import type { A } from 'm'", "(Import module=m typeOnly specifiers:[(ImportSpecifier imported=A local:A)])"],
    ["import 'm'", "(Import module=m)"],
    ["import a = require('m')", "(Import module=m specifiers:[(ImportSpecifier imported=* local:a)])"],
    [
      "import a = B.C",
      "(Declaration keyword=const declarators:[(Declarator target:a value:(Member property=C object:B))])",
    ],
    [
      "import a from './a.json' with { type: 'json' }",
      "(Import module=./a.json specifiers:[(ImportSpecifier imported=default local:a)])",
    ],
  ],
  exports: [
    [
      "export const a = 1",
      "(Export flavor=declaration declaration:(Declaration keyword=const declarators:[(Declarator target:a value:1)]))",
    ],
    [
      "export { a, b as c }",
      "(Export flavor=names specifiers:[(ExportSpecifier exported=a local:a) (ExportSpecifier exported=c local:b)])",
    ],
    [
      "export { a as b, default as c } from 'm'",
      "(Export flavor=names module=m specifiers:[(ExportSpecifier exported=b local:a) (ExportSpecifier exported=c local:default)])",
    ],
    ["export * from 'm'", "(Export flavor=all module=m)"],
    ["export * as a from 'm'", "(Export flavor=all module=m specifiers:[(ExportSpecifier exported=a local:*)])"],
    ["export default a", "(Export flavor=default value:a)"],
    [
      "export default function f() {}",
      "(Export flavor=default declaration:(FunctionStatement fn:(Function flavor=declaration name:f body:{})))",
    ],
    ["export default class {}", "(Export flavor=default declaration:(ClassStatement class:(Class)))"],
    [
      "export async function f() {}",
      "(Export flavor=declaration declaration:(FunctionStatement fn:(Function async flavor=declaration name:f body:{})))",
    ],
    ["export type A = B", "(Export flavor=declaration declaration:(TypeDeclaration name:A children:[B]))"],
    ["export = a", "(Export flavor=default value:a)"],
    [
      "@d export class A {}",
      "(Export flavor=declaration declaration:(ClassStatement class:(Class decorators:[d] name:A)))",
    ],
  ],
  types: [
    [
      "let a: A.B<C[], 'd' | null | undefined> & E",
      '(Declaration keyword=let declarators:[(Declarator target:a annotation:(TypeUnion members:[(TypeApply base:(Member property=B object:A) args:[(TypeApply args:[C]) (TypeUnion members:["d" null null])]) E]))])',
    ],
    [
      "let a: typeof b.c",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=TypeQuery children:[(Member property=c object:b)]))])",
    ],
    [
      "let a: import('m').B<C>",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=ImportType children:[C]))])",
    ],
    [
      "let a: (b: C) => Promise<D>",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=FunctionType children:[(Function flavor=arrow params:[(Parameter target:b annotation:C)] returns:(TypeApply base:Promise args:[D]))]))])",
    ],
    [
      "let a: [b: C, d?: E]",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=TupleType children:[(Opaque what=NamedTupleMember children:[C]) (Opaque what=NamedTupleMember children:[E])]))])",
    ],
    [
      "let a: { b: C; d(e: F): G; readonly [k: string]: H }",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=TypeLiteral children:[(Field name=b annotation:C) (Function flavor=method name:d params:[(Parameter target:e annotation:F)] returns:G) (Opaque what=IndexSignature children:[(Function flavor=arrow params:[(Parameter target:k annotation:(Opaque what=StringKeyword))] returns:H)])]))])",
    ],
    [
      "let a: A['b'] | keyof B",
      '(Declaration keyword=let declarators:[(Declarator target:a annotation:(TypeUnion members:[(Opaque what=IndexedAccessType children:[A "b"]) (Opaque what=TypeOperator children:[B])]))])',
    ],
    [
      "let a: string",
      "(Declaration keyword=let declarators:[(Declarator target:a annotation:(Opaque what=StringKeyword))])",
    ],
    [
      "interface A<T> extends B<T> { b: C; d?(): E }",
      "(TypeDeclaration name:A children:[(Opaque what=TypeParameter children:[T]) (TypeApply base:B args:[T]) (Field name=b annotation:C) (Function flavor=method name:d returns:E)])",
    ],
    [
      "type A<T> = T extends B ? C : D",
      "(TypeDeclaration name:A children:[(Opaque what=TypeParameter children:[T]) (Opaque what=ConditionalType children:[T B C D])])",
    ],
    ["enum A { b, c = 'd' }", '(TypeDeclaration name:A children:[(Field name=b) (Field name=c value:"d")])'],
    [
      "namespace A.B { export const c = d }",
      "(TypeDeclaration name:A children:[(TypeDeclaration name:B children:[{ (Export flavor=declaration declaration:(Declaration keyword=const declarators:[(Declarator target:c value:d)])) }])])",
    ],
    [
      "declare module 'm' { const a: B }",
      "(TypeDeclaration children:[{ (Declaration keyword=const declarators:[(Declarator target:a annotation:B)]) }])",
    ],
    [
      "declare global { interface Window { a: B } }",
      "(TypeDeclaration children:[{ (TypeDeclaration name:Window children:[(Field name=a annotation:B)]) }])",
    ],
    [
      "type A = `a${B}`",
      "(TypeDeclaration name:A children:[(Opaque what=TemplateLiteralType children:[(Opaque what=TemplateLiteralTypeSpan children:[B])])])",
    ],
  ],
  JSX: [
    [
      "<A b={c} d='e' {...f} g>text // no comment <div onClick={() => h(i)} />{...j}{/* k */}</A>",
      '(Opaque what=JsxElement children:[(Call callee:A args:[(ObjectLiteral entries:[(Entry form=pair key=b value:c) (Entry form=pair key=d value:"e") (Entry form=spread value:f) (Entry form=pair key=g value:true)])]) (Opaque what=JsxSelfClosingElement children:[(Opaque what=JsxAttribute children:[(Opaque what=JsxExpression children:[(Function flavor=arrow body:(Call callee:h args:[i]))])])]) (Opaque what=JsxExpression children:[j]) (Opaque what=JsxExpression) (Opaque what=JsxClosingElement children:[A])]);',
    ],
    ["<A.B<C> />", "(Call callee:(Member property=B object:A) typeArguments:[C]);"],
    [
      "<></>",
      "(Opaque what=JsxFragment children:[(Opaque what=JsxOpeningFragment) (Opaque what=JsxClosingFragment)]);",
    ],
  ],
};

describe.each(Object.entries(SYNTAX))("%s", (_, table) => {
  test.each(table)("%s", (code, expected) => {
    const tree = read(code.startsWith("<B>a") ? "a.ts" : "a.tsx", code);
    expect(dump(tree)).toBe(expected);
    expect(tree.errors).toEqual([]);
    expect(violations(tree)).toEqual([]);
    expect(lostIdentifiers(tree)).toEqual([]);
  });
});
