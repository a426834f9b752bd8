import { describe, expect, it } from "vitest";
import { layOut } from "../../src/format/layout.js";

/** Lays `text` out; what stands between « and » is new. */
function laid(marked: string, formatted: string, isKept = false): string {
  const written: { start: number; end: number }[] = [];
  let text = "";
  for (const part of marked.split(/(«[^»]*»)/)) {
    const plain = part.replace(/^«|»$/g, "");
    if (plain !== part) written.push({ start: text.length, end: text.length + plain.length });
    text += plain;
  }
  return layOut(text, formatted, written, isKept);
}

describe("layOut", () => {
  it("takes the layout of what is new, and of nothing else", () => {
    expect(laid(`old( 'a' )\n«f({a:1,\n    b:2})\n»old( 'b' )\n`, `old("a");\nf({ a: 1, b: 2 });\nold("b");\n`)).toBe(
      `old( 'a' )\nf({ a: 1, b: 2 });\nold( 'b' )\n`,
    );
  });

  it("leaves a place as it is where its layout would reach beyond what is new", () => {
    const text = `const x =   «await f({a:1})»\nconst y = «g( )»\n`;
    expect(laid(text, `const x = await f({ a: 1 });\nconst y = g();\n`)).toBe(
      `const x =   await f({a:1})\nconst y = g();\n`,
    );
    expect(laid(`const y = «g( )»;\n`, `const y = g();\n`)).toBe(`const y = g();\n`);
  });

  it("does not move new lines away from the old ones around them", () => {
    const text = `function f() {\n        a();\n\n«        b( );\n»\n        c();\n}\n`;
    const formatted = `function f() {\n  a();\n\n  b();\n\n  c();\n}\n`;
    expect(laid(text, formatted)).toBe(text.replace(/[«»]/g, ""));
  });

  it("takes everything where the file was laid out so before", () => {
    const text = `const x = await «f(alpha, beta)»;\n`;
    const formatted = `const x =\n  await f(alpha, beta);\n`;
    expect(laid(text, formatted, true)).toBe(formatted);
    expect(laid(text, formatted, false)).toBe(text.replace(/[«»]/g, ""));
  });

  it.each([
    [`«f(a, b)»;\n`, `f(b, a);\n`],
    [`«f(a)»;\n`, `f(a);\ng();\n`],
    [`«import { b, a } from "x";\n»`, `import { a, b } from "x";\n`],
    [`«f(a)»;\n`, ``],
  ])("takes nothing from a formatter that says something else: %j, %j", (text, formatted) => {
    for (const isKept of [true, false]) expect(laid(text, formatted, isKept)).toBe(text.replace(/[«»]/g, ""));
  });

  it("changes nothing where nothing differs", () => {
    expect(laid(`«f();\n»`, `f();\n`)).toBe(`f();\n`);
    expect(laid(``, ``)).toBe(``);
  });
});
