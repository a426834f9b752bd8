// Writes docs/run.svg: what a real run prints on a terminal, with its colours. Needs the build: npm run build && node scripts/screenshot.mjs
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const ARGS = [
  "examples/sales-desk/src/headline.ts",
  "examples/sales-desk/src/client.ts",
  "--dry-run",
  "--target",
  "foundry",
];
const CHAR = 7.8;
const LINE = 18;
const COLORS = { 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 36: "#79c0ff" };

const ran = spawnSync(process.execPath, [path.join(root, "dist/src/cli/main.js"), ...ARGS], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, NO_COLOR: "", FORCE_COLOR: "1" },
});
if (ran.status !== 0) throw new Error(ran.stderr);

const lines = `$ migrate-agents ${ARGS.join(" ")}\n${ran.stdout}\n${ran.stderr}`.trimEnd().split("\n");
const CODE = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`, "g");
const widest = Math.max(
  ...lines.map(
    (line) =>
      line
        .split(new RegExp(CODE, "g"))
        .filter((_, i) => i % 2 === 0)
        .join("").length,
  ),
);
const [width, height] = [Math.ceil(widest * CHAR) + 32, lines.length * LINE + 32];

const style = { color: "", bold: false, dim: false };
const rows = lines.map((line, row) => {
  const parts = line.split(CODE);
  let spans = "";
  parts.forEach((part, i) => {
    if (i % 2 === 1) return set(Number(part));
    if (part !== "") spans += `<tspan${attributes()}>${escaped(part)}</tspan>`;
  });
  return `<text x="16" y="${row * LINE + 30}" xml:space="preserve">${spans}</text>`;
});

function set(code) {
  if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 22) style.bold = style.dim = false;
  else if (code === 39) style.color = "";
  else if (COLORS[code]) style.color = COLORS[code];
}

function attributes() {
  const { color, bold, dim } = style;
  return `${color && ` fill="${color}"`}${bold ? ' font-weight="bold"' : ""}${dim ? ' opacity="0.6"' : ""}`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

writeFileSync(
  path.join(root, "docs", "run.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A dry run in a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3">
${rows.join("\n")}
</g>
</svg>
`,
);
