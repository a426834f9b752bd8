// Code that goes through a wrapper of the house becomes code that calls the SDK, which migrate-agents then migrates:
//
//   migrate-agents examples/in-house/src --transform examples/in-house/transform.cjs --dry-run
//
// `openThread()` of "@acme/assistants" is `new OpenAI().beta.threads.create()`; its own import goes.

/** @type {import("jscodeshift").Transform} */
module.exports = function transform({ source }, { j }) {
  const root = j(source);
  const imports = root.find(j.ImportDeclaration, { source: { value: "@acme/assistants" } });
  if (imports.length === 0) return undefined;
  root
    .find(j.CallExpression, { callee: { name: "openThread" } })
    .replaceWith(() => j.template.expression`openai.beta.threads.create()`);
  imports.replaceWith(() => j.template.statements`import OpenAI from "openai";
const openai = new OpenAI();`);
  return root.toSource();
};
