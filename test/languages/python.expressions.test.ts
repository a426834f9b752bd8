import { describe, expect, test } from "vitest";
import { dump } from "./dump.js";
import { readPython } from "./python.js";

const cases: Record<string, readonly (readonly [code: string, dump: string])[]> = {
  literals: [
    [`"a\\n\\x41\\u00e9\\U0001F600\\101\\q\\\\"`, `"a\\nAé😀A\\\\q\\\\";`],
    [`r"a\\n"`, `"a\\\\n";`],
    [
      `"a" 'b' """c
"d\\
d"""`,
      `"abc\\n\\"dd";`,
    ],
    [`u"a" R'\\d'`, `"a\\\\d";`],
    [`b"a"`, `(Opaque what=string);`],
    [`"a" b"b"`, `(Opaque what=concatenated_string children:["a" (Opaque what=string)]);`],
    [`"\\N{BULLET}"`, `(Opaque what=string);`],
    [`f"a{x!r:>10}b{{c}}"`, `(TemplateString texts=["a","b{c}"] holes:[x]);`],
    [
      `f"{x:{width}}" f"{y=}"`,
      `(TemplateString texts=["","",""] holes:[(Opaque what=interpolation children:[x (Opaque what=format_specifier children:[(Opaque what=format_expression children:[width])])]) (Opaque what=interpolation children:[y])]);`,
    ],
    [`f"a{{}}"`, `"a{}";`],
    [`f'a' "b{c}" f"{d.e}\\t"`, `(TemplateString texts=["ab{c}","\\t"] holes:[(Member property=e object:d)]);`],
    [`rf"\\d{x}"`, `(TemplateString texts=["\\\\d",""] holes:[x]);`],
    [
      `0x_ff, 1_000, 1.5e3, 0b11, 0o17, 2j`,
      `(ArrayLiteral flavor=tuple items:[255 1000 1500 3 15 (Opaque what=imaginary)]);`,
    ],
    [`[True, False, None, ...]`, `(ArrayLiteral flavor=array items:[true false null (Opaque what=ellipsis)]);`],
    [
      `{"a": 1, b: 2, **c, "d": [*e], 'f' 'g': ()}`,
      `(ObjectLiteral entries:[(Entry form=pair key=a value:1) (Entry form=computed keyExpression:b value:2) (Entry form=spread value:c) (Entry form=pair key=d value:(ArrayLiteral flavor=array items:[(Spread value:e)])) (Entry form=pair key=fg value:(ArrayLiteral flavor=tuple))]);`,
    ],
    [
      `f([*a.b], {*a.b, *c()[0]})`,
      `(Call callee:f args:[(ArrayLiteral flavor=array items:[(Spread value:(Member property=b object:a))]) (ArrayLiteral flavor=set items:[(Spread value:(Member property=b object:a)) (Spread value:(Index object:(Call callee:c) index:0))])]);`,
    ],
    [`{1, *x}`, `(ArrayLiteral flavor=set items:[1 (Spread value:x)]);`],
    [`()`, `(ArrayLiteral flavor=tuple);`],
    [`(1,)`, `(ArrayLiteral flavor=tuple items:[1]);`],
  ],
  access: [
    [
      `a.b["c"][0][-1][d].e`,
      `(Member property=e object:(Index object:(Index object:(Index object:(Member computed property=c object:(Member property=b object:a)) index:0) index:(Unary operator=- value:1)) index:d));`,
    ],
    [
      `a[1:n, ::2]`,
      `(Index object:a index:(ArrayLiteral flavor=tuple items:[(Opaque what=slice children:[1 n]) (Opaque what=slice children:[2])]));`,
    ],
    [`a[f"{b}"]`, `(Index object:a index:(TemplateString texts=["",""] holes:[b]));`],
    [
      `f(1, *a, key=b, **c)(x for x in y)`,
      `(Call callee:(Call callee:f args:[1 (Argument form=spread value:a) (Argument form=named name=key value:b) (Argument form=namedSpread value:c)]) args:[(Comprehension flavor=generator element:x clauses:[(Clause target:x iterable:y)])]);`,
    ],
    [`await a.b(c)`, `(Await value:(Call callee:(Member property=b object:a) args:[c]));`],
    [
      `(a
  .b)`,
      `(Wrap flavor=parentheses value:(Member property=b object:a));`,
    ],
  ],
  operators: [
    [`a == b != c`, `(Opaque what=comparison children:[a b c]);`],
    [
      `a is b, a is not b, a in b, a not in b, a <> b, a <= b`,
      `(ArrayLiteral flavor=tuple items:[(Binary operator=== left:a right:b) (Binary operator=!= left:a right:b) (Binary operator=in left:a right:b) (Binary operator="not in" left:a right:b) (Binary operator=!= left:a right:b) (Binary operator=<= left:a right:b)]);`,
    ],
    [
      `a and b or not c`,
      `(Binary operator=or left:(Binary operator=and left:a right:b) right:(Unary operator=not value:c));`,
    ],
    [
      `-a ** 2 // b @ c`,
      `(Binary operator=@ left:(Binary operator=// left:(Unary operator=- value:(Binary operator=** left:a right:2)) right:b) right:c);`,
    ],
    [`a if b else c`, `(Conditional then:a test:b otherwise:c);`],
    [`(n := f(x))`, `(Wrap flavor=parentheses value:(Assign operator=:= target:n value:(Call callee:f args:[x])));`],
    [
      `lambda a, *b, c=1, **d: a + b`,
      `(Function flavor=lambda params:[(Parameter target:a) (Parameter rest=positional target:b) (Parameter keywordOnly target:c fallback:1) (Parameter rest=named target:d)] body:(Binary operator=+ left:a right:b));`,
    ],
    [`lambda: (yield)`, `(Function flavor=lambda generator body:(Wrap flavor=parentheses value:(Opaque what=yield)));`],
  ],
  comprehensions: [
    [
      `[m async for m in ms if m.a if m.b for c in m.c]`,
      `(Comprehension flavor=array element:m clauses:[(Clause async target:m iterable:ms tests:[(Member property=a object:m) (Member property=b object:m)]) (Clause target:c iterable:(Member property=c object:m))]);`,
    ],
    [
      `{k: v for k, v in d.items()}`,
      `(Comprehension flavor=object key:k element:v clauses:[(Clause target:(ArrayPattern items:[(PatternEntry target:k) (PatternEntry target:v)]) iterable:(Call callee:(Member property=items object:d)))]);`,
    ],
    [`{x for x in y}`, `(Comprehension flavor=set element:x clauses:[(Clause target:x iterable:y)]);`],
    [
      `sum(x.n for x in y if x)`,
      `(Call callee:sum args:[(Comprehension flavor=generator element:(Member property=n object:x) clauses:[(Clause target:x iterable:y tests:[x])])]);`,
    ],
  ],
  assignments: [
    [`a = b = c`, `(Assign operator== target:a value:(Assign operator== target:b value:c));`],
    [
      `a, (b, *c) = [d, e.f] = g, h`,
      `(Assign operator== target:(ArrayPattern items:[(PatternEntry target:a) (PatternEntry target:(ArrayPattern items:[(PatternEntry target:b) (PatternEntry rest target:c)]))]) value:(Assign operator== target:(ArrayPattern items:[(PatternEntry target:d) (PatternEntry target:(Member property=f object:e))]) value:(ArrayLiteral flavor=tuple items:[g h])));`,
    ],
    [
      `a.b: int = 1
c: str`,
      `(Assign operator== target:(Member property=b object:a) annotation:int value:1);
(Assign operator== target:c annotation:str);`,
    ],
    [
      `a += 1
b["x"] //= 2`,
      `(Assign operator=+= target:a value:1);
(Assign operator=//= target:(Member computed property=x object:b) value:2);`,
    ],
    [
      `x = yield a
y = await b`,
      `(Assign operator== target:x value:(Opaque what=yield children:[a]));
(Assign operator== target:y value:(Await value:b));`,
    ],
    [
      `for i, (j, *k) in a, b: pass`,
      `(Loop flavor=each target:(ArrayPattern items:[(PatternEntry target:i) (PatternEntry target:(ArrayPattern items:[(PatternEntry target:j) (PatternEntry rest target:k)]))]) iterable:(ArrayLiteral flavor=tuple items:[a b]) body:{ (Jump flavor=pass) })`,
    ],
  ],
  annotations: [
    [
      `a: Optional[Run] = None`,
      `(Assign operator== target:a annotation:(TypeApply base:Optional args:[Run]) value:null);`,
    ],
    [
      `a: list["Run"] | None`,
      `(Assign operator== target:a annotation:(TypeUnion members:[(TypeApply base:list args:[Run]) null]));`,
    ],
    [`a: "models.Run"`, `(Assign operator== target:a annotation:(Member property=Run object:models));`],
    [`a: "Run | None"`, `(Assign operator== target:a annotation:"Run | None");`],
    [
      `a: m.A[B, "C"] | d.E | None`,
      `(Assign operator== target:a annotation:(TypeUnion members:[(TypeApply base:(Member property=A object:m) args:[B C]) (Member property=E object:d) null]));`,
    ],
    [`a: Literal["x", "y"]`, `(Assign operator== target:a annotation:(TypeApply base:Literal args:["x" "y"]));`],
    [`a: Annotated["T", "doc"]`, `(Assign operator== target:a annotation:(TypeApply base:Annotated args:[T "doc"]));`],
    [
      `a: Callable[["A"], B]`,
      `(Assign operator== target:a annotation:(TypeApply base:Callable args:[(ArrayLiteral flavor=array items:[A]) B]));`,
    ],
    [
      `a: Callable[..., Awaitable[A]]`,
      `(Assign operator== target:a annotation:(TypeApply base:Callable args:[(Opaque what=ellipsis) (TypeApply base:Awaitable args:[A])]));`,
    ],
    [`X = Optional["Run"]`, `(Assign operator== target:X value:(Member computed property=Run object:Optional));`],
    [
      `def f(a: "A") -> "B": ...`,
      `(FunctionStatement fn:(Function flavor=declaration name:f params:[(Parameter target:a annotation:A)] returns:B body:{ (Opaque what=ellipsis); }))`,
    ],
  ],
};

for (const [group, snippets] of Object.entries(cases)) {
  describe(group, () => {
    test.each(snippets)("%s", (code, expected) => {
      expect(dump(readPython(code))).toBe(expected);
    });
  });
}
