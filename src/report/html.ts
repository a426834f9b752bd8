import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { explanations } from "../../transforms/explanations.js";
import { rules } from "../../transforms/registry.js";
import { inventoryOf, roughly } from "./inventory.js";
import type { JsonReport } from "./json.js";
import { leftoversOf } from "./leftovers.js";
import type { PageData } from "./page/data.js";
import { plural } from "./wrap.js";

/** One file that shows a report in a browser: it holds its script, its style and its data, and a policy that forbids the network. */
export function htmlReport(report: JsonReport): string {
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve("migrate-agents/package.json")),
    "dist",
    "page",
  );
  const part = (name: string): string => readFileSync(path.join(folder, name), "utf8");
  // Nothing in the data can end the element that holds it.
  const data = JSON.stringify(dataOf(report)).replaceAll("<", "\\u003c");
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Migration report: ${plural(report.totals.operations.found, "classic call")}</title>
<style>${part("page.css")}</style>
</head>
<body>
<div id="app"></div>
<noscript>This report is drawn by a script that it holds itself: allow scripts for it, or make a report that ends with .md.</noscript>
<script type="application/json" id="data">${data}</script>
<script>${part("page.js").replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

function dataOf(report: JsonReport): PageData {
  const { effort, deadlines } = inventoryOf(report);
  return {
    report,
    rules: rules.map(({ id, name, what }) => ({
      id,
      name,
      what,
      why: explanations[id]?.why ?? "",
      byHand: explanations[id]?.byHand ?? [],
    })),
    effort: {
      text: roughly(effort.minutes),
      items: effort.items.map(
        ({ what, count, minutesEach }) => `${count.toLocaleString("en-US")} × ${minutesEach} min: ${what}`,
      ),
    },
    deadlines: deadlines.map(({ what, day, calls }) => `End of service ${day}: ${what} (${plural(calls, "call")}).`),
    left: leftoversOf(report).map(({ operations, causes, isShimmed }) => ({
      title: operations.length === 1 ? operations[0]!.operation : `${plural(operations.length, "call")} of one flow`,
      isShimmed,
      places: operations.map(({ file, range, operation, code }) => ({ file, line: range.start.line, operation, code })),
      causes: causes.map(({ operation, reason, help, places }) => ({
        rule: operation.rule,
        reason,
        help,
        places: places.map(({ file, range }) => ({ file, line: range.start.line })),
      })),
    })),
  };
}
