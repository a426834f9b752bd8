import { describe, expect, test } from "vitest";
import { dump } from "./dump.js";
import { readPython } from "./python.js";

const cases: Record<string, readonly (readonly [code: string, dump: string])[]> = {
  functions: [
    [
      `def f(a, /, b: int, c=1, *, d: str = "x", **e) -> C: return a`,
      `(FunctionStatement fn:(Function flavor=declaration name:f params:[(Parameter target:a) (Parameter target:b annotation:int) (Parameter target:c fallback:1) (Parameter keywordOnly target:d annotation:str fallback:"x") (Parameter rest=named target:e)] returns:C body:{ (Return value:a) }))`,
    ],
    [
      `def f(*args: int, d): pass`,
      `(FunctionStatement fn:(Function flavor=declaration name:f params:[(Parameter rest=positional target:args annotation:int) (Parameter keywordOnly target:d)] body:{ (Jump flavor=pass) }))`,
    ],
    [
      `async def f():
  await g()
  yield 1`,
      `(FunctionStatement fn:(Function async flavor=declaration generator name:f body:{ (Await value:(Call callee:g)); (Opaque what=yield children:[1]); }))`,
    ],
    [
      `def f():
  def g(): yield
  return lambda: (yield)`,
      `(FunctionStatement fn:(Function flavor=declaration name:f body:{ (FunctionStatement fn:(Function flavor=declaration generator name:g body:{ (Opaque what=yield); })) (Return value:(Function flavor=lambda generator body:(Wrap flavor=parentheses value:(Opaque what=yield)))) }))`,
    ],
    [
      `@a.b(c)
@d
def f(): pass`,
      `(FunctionStatement fn:(Function flavor=declaration decorators:[(Call callee:(Member property=b object:a) args:[c]) d] name:f body:{ (Jump flavor=pass) }))`,
    ],
    [
      `def f[T: X, *U](a: T) -> U: pass`,
      `(FunctionStatement fn:(Function flavor=declaration name:f typeParameters:[(Opaque what=type_parameter children:[T X]) (Opaque what=type_parameter children:[(Opaque what=splat_type children:[U])])] params:[(Parameter target:a annotation:T)] returns:U body:{ (Jump flavor=pass) }))`,
    ],
    [
      `def f():
  global a, b
  nonlocal c`,
      `(FunctionStatement fn:(Function flavor=declaration name:f body:{ (ScopeDirective flavor=global names=["a","b"]) (ScopeDirective flavor=nonlocal names=["c"]) }))`,
    ],
  ],
  classes: [
    [
      `class A(B, c.D, metaclass=E, **f): pass`,
      `(ClassStatement class:(Class name:A bases:[B (Member property=D object:c) (Opaque what=keyword_argument children:[(Argument form=named name=metaclass value:E)]) (Opaque what=dictionary_splat children:[f])] members:[(Jump flavor=pass)]))`,
    ],
    [
      `class A:
  "doc"
  x: int = 1
  y = z = 2
  w: "A"
  q.r = 3
  import os, sys
  def m(self): pass
  @staticmethod
  async def s(): pass
  @classmethod
  def c(cls): pass
  @property
  def p(self): pass
  @p.setter
  def p(self, v): pass
  class B: pass
  if a:
    def n(self): pass`,
      `(ClassStatement class:(Class name:A members:["doc"; (Field name=x annotation:int value:1) (Assign operator== target:y value:(Assign operator== target:z value:2)); (Field name=w annotation:A) (Assign operator== target:(Member property=r object:q) value:3); (Import module=os specifiers:[(ImportSpecifier imported=* local:os)]) (Import module=sys specifiers:[(ImportSpecifier imported=* local:sys)]) (Function flavor=method name:m params:[(Parameter target:self)] body:{ (Jump flavor=pass) }) (Function async flavor=method isStatic decorators:[staticmethod] name:s body:{ (Jump flavor=pass) }) (Function flavor=method isStatic decorators:[classmethod] name:c params:[(Parameter target:cls)] body:{ (Jump flavor=pass) }) (Function accessor=get flavor=method decorators:[property] name:p params:[(Parameter target:self)] body:{ (Jump flavor=pass) }) (Function accessor=set flavor=method decorators:[(Member property=setter object:p)] name:p params:[(Parameter target:self) (Parameter target:v)] body:{ (Jump flavor=pass) }) (ClassStatement class:(Class name:B members:[(Jump flavor=pass)])) (If test:a then:{ (FunctionStatement fn:(Function flavor=declaration name:n params:[(Parameter target:self)] body:{ (Jump flavor=pass) })) })]))`,
    ],
    [
      `@dataclass
class A[T]:
  b: T`,
      `(ClassStatement class:(Class decorators:[dataclass] name:A typeParameters:[(Opaque what=type_parameter children:[T])] members:[(Field name=b annotation:T)]))`,
    ],
  ],
  statements: [
    [
      `if a: b
elif c: d
elif e: f
else: g`,
      `(If test:a then:{ b; } otherwise:(If test:c then:{ d; } otherwise:(If test:e then:{ f; } otherwise:{ g; })))`,
    ],
    [
      `while a:
  break
else:
  continue`,
      `(Loop flavor=while test:a body:{ (Jump flavor=break) } otherwise:{ (Jump flavor=continue) })`,
    ],
    [
      `async for a in b: pass
else: c`,
      `(Loop async flavor=each target:a iterable:b body:{ (Jump flavor=pass) } otherwise:{ c; })`,
    ],
    [
      `try:
  a
except B: c
except (D, E) as f: g
except: h
else: i
finally: j`,
      `(Try body:{ a; } handlers:[(Handler type:B body:{ c; }) (Handler type:(ArrayLiteral flavor=tuple items:[D E]) target:f body:{ g; }) (Handler body:{ h; })] otherwise:{ i; } finalizer:{ j; })`,
    ],
    [
      `try: a
except* B as c: d`,
      `(Try body:{ a; } handlers:[(Handler type:B target:c body:{ d; })])`,
    ],
    [
      `try: a
except B, C: d`,
      `(Try body:{ a; } handlers:[(Handler type:(ArrayLiteral flavor=tuple items:[B C]) body:{ d; })])`,
    ],
    [
      `with a as b, c() as (d, e.f), g: h`,
      `(With items:[(WithItem value:a target:b) (WithItem value:(Call callee:c) target:(ArrayPattern items:[(PatternEntry target:d) (PatternEntry target:(Member property=f object:e))])) (WithItem value:g)] body:{ h; })`,
    ],
    [`async with (a as b, c,): d`, `(With async items:[(WithItem value:a target:b) (WithItem value:c)] body:{ d; })`],
    [`with (a): b`, `(With items:[(WithItem value:(Wrap flavor=parentheses value:a))] body:{ b; })`],
    [
      `raise
raise A(b)
raise A from b`,
      `(Throw)
(Throw value:(Call callee:A args:[b]))
(Throw value:(Opaque what=raise_from children:[A b]))`,
    ],
    [
      `assert a, b
del c, d.e`,
      `(Opaque what=assert children:[a b])
(Opaque what=delete children:[c (Member property=e object:d)])`,
    ],
    [
      `return
return a, b`,
      `(Return)
(Return value:(ArrayLiteral flavor=tuple items:[a b]))`,
    ],
    [
      `a; b; pass`,
      `a;
b;
(Jump flavor=pass)`,
    ],
    [
      `print "x", y
exec "z"
print >>f, w`,
      `(Opaque what=print_statement children:["x" y])
(Opaque what=exec_statement children:["z"])
(Opaque what=print_statement children:[(Opaque what=chevron children:[f]) w])`,
    ],
    [
      `type X[T] = list[T]`,
      `(Opaque what=type_alias_statement children:[(TypeApply base:X args:[T]) (TypeApply base:list args:[T])])`,
    ],
  ],
  match: [
    [
      `match a.b:
  case "x" | C.D | 1 | -2 | None: pass
  case "y" if e: f
  case g: h
  case {"k": v, **r} | [s, *t]: u
  case K(l, m=n) as o: p
  case "q", w: x
  case _: y`,
      `(Switch subject:(Member property=b object:a) cases:[(Case tests:["x" (Member property=D object:C) 1 (Unary operator=- value:2) null] body:{ (Jump flavor=pass) }) (Case tests:[(Opaque what=case_pattern children:["y"]) (Opaque what=if_clause children:[e])] body:{ f; }) (Case tests:[(Opaque what=case_pattern children:[g])] body:{ h; }) (Case tests:[(Opaque what=case_pattern children:[(Opaque what=union_pattern children:[(Opaque what=dict_pattern children:["k" (Opaque what=case_pattern children:[v]) (Opaque what=splat_pattern children:[r])]) (Opaque what=list_pattern children:[(Opaque what=case_pattern children:[s]) (Opaque what=case_pattern children:[(Opaque what=splat_pattern children:[t])])])])])] body:{ u; }) (Case tests:[(Opaque what=case_pattern children:[(Opaque what=as_pattern children:[(Opaque what=case_pattern children:[(Opaque what=class_pattern children:[K (Opaque what=case_pattern children:[l]) (Opaque what=case_pattern children:[(Opaque what=keyword_pattern children:[m n])])])]) o])])] body:{ p; }) (Case tests:[(Opaque what=case_pattern children:["q"]) (Opaque what=case_pattern children:[w])] body:{ x; }) (Case body:{ y; })])`,
    ],
    [
      `match a, b:
  case (1, 2): pass`,
      `(Switch subject:(ArrayLiteral flavor=tuple items:[a b]) cases:[(Case tests:[(Opaque what=case_pattern children:[(Opaque what=tuple_pattern children:[(Opaque what=case_pattern children:[1]) (Opaque what=case_pattern children:[2])])])] body:{ (Jump flavor=pass) })])`,
    ],
  ],
  imports: [
    [`import a`, `(Import module=a specifiers:[(ImportSpecifier imported=* local:a)])`],
    [`import a.b`, `(Import bindsRoot module=a.b specifiers:[(ImportSpecifier imported=* local:a)])`],
    [`import a.b as c`, `(Import module=a.b specifiers:[(ImportSpecifier imported=* local:c)])`],
    [
      `import a.b, c as d, e`,
      `(Import bindsRoot module=a.b specifiers:[(ImportSpecifier imported=* local:a)])
(Import module=c specifiers:[(ImportSpecifier imported=* local:d)])
(Import module=e specifiers:[(ImportSpecifier imported=* local:e)])`,
    ],
    [
      `from a.b import c, d as e`,
      `(Import module=a.b specifiers:[(ImportSpecifier imported=c local:c) (ImportSpecifier imported=d local:e)])`,
    ],
    [`from . import a`, `(Import module=. specifiers:[(ImportSpecifier imported=a local:a)])`],
    [
      `from .. a . b import (
  c as d, # why
  e,
)`,
      `(Import module=..a.b specifiers:[(ImportSpecifier imported=c local:d) (ImportSpecifier imported=e local:e)])`,
    ],
    [`from a import *`, `(Import module=a specifiers:[(ImportSpecifier imported=* local:*)])`],
    [
      `from __future__ import annotations`,
      `(Import module=__future__ specifiers:[(ImportSpecifier imported=annotations local:annotations)])`,
    ],
    [
      `if TYPE_CHECKING:
  from a import b
else:
  import c`,
      `(If test:TYPE_CHECKING then:{ (Import module=a typeOnly specifiers:[(ImportSpecifier imported=b local:b)]) } otherwise:{ (Import module=c specifiers:[(ImportSpecifier imported=* local:c)]) })`,
    ],
    [
      `if typing.TYPE_CHECKING: import a, b`,
      `(If test:(Member property=TYPE_CHECKING object:typing) then:{ (Import module=a typeOnly specifiers:[(ImportSpecifier imported=* local:a)]) (Import module=b typeOnly specifiers:[(ImportSpecifier imported=* local:b)]) })`,
    ],
  ],
  "syntax errors": [
    [
      `a = 1
def f(:
  b(
c = d.e`,
      `(Assign operator== target:a value:1);
(Opaque what=function_definition children:[f (Opaque what=parameters) (Opaque what=ERROR children:[b (Argument form=named name=c value:(Member property=e object:d))]) {}])`,
    ],
    [
      `x = foo(a, b=)
y = 2`,
      `(Assign operator== target:x value:(Opaque what=call children:[foo (Opaque what=argument_list children:[a b (Opaque what=ERROR)])]));
(Assign operator== target:y value:2);`,
    ],
    [
      `class A:
  def f(self:
    return self.x
  b = c`,
      `(Opaque what=class_definition children:[A (Opaque what=ERROR children:[f self (Opaque what=ERROR children:[(Member property=x object:self)]) b c]) {}])`,
    ],
    [
      `f(a b)`,
      `(Opaque what=call children:[f (Opaque what=argument_list children:[a (Opaque what=ERROR children:[b])])]);`,
    ],
    [
      `if a:
  b = c d
else
  e`,
      `(If test:a then:{ (Opaque what=assignment children:[b (Opaque what=ERROR children:[c]) d]); })
(Opaque what=ERROR)
e;`,
    ],
    [
      `match x:
  case 1 +: y`,
      `(Opaque what=match_statement children:[x { (Opaque what=case_clause children:[(Opaque what=case_pattern children:[1]) (Opaque what=ERROR) { y; }]) }])`,
    ],
    [
      `{"a": b c, **}`,
      `(Opaque what=dictionary children:[(Opaque what=pair children:["a" b]) (Opaque what=ERROR children:[c]) (Opaque what=ERROR)]);`,
    ],
    [`from a import`, `(Opaque what=ERROR children:[a])`],
    [`[x for x in]`, `(Opaque what=list_comprehension children:[x (Opaque what=for_in_clause children:[x])]);`],
    [
      `"abc`,
      `(Opaque what=ERROR)
abc;`,
    ],
    [
      `f"{a b}"`,
      `(Opaque what=string children:[(Opaque what=interpolation children:[a (Opaque what=ERROR children:[b])])]);`,
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
