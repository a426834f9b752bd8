import { wrap } from "../../report/wrap.js";
import type { Colors, Terminal } from "../terminal.js";
import { adviceFor } from "./advice.js";
import { CHECKS, type CheckResult, type Verified } from "./checks.js";
import type { Service } from "./service.js";

const WIDTH = Math.max(...CHECKS.map(({ title }) => title.length));

/** A line of the table, printed as soon as the check is done. */
export function resultLine({ title, outcome, detail, milliseconds }: CheckResult, { green, red, dim }: Colors): string {
  const mark = { passed: green("passed "), failed: red("failed "), skipped: dim("skipped") }[outcome];
  const time = outcome === "skipped" ? "" : `${(milliseconds / 1000).toFixed(1)} s`;
  return `${mark}  ${title.padEnd(WIDTH)}  ${time.padStart(7)}  ${dim(detail)}\n`;
}

/** What stands below the table: what to do about failures, and what is left. */
export function resultText(
  { checks, leftBehind }: Verified,
  service: Service,
  model: string,
  { outColors: { bold, green, yellow }, width }: Pick<Terminal, "outColors" | "width">,
): string {
  const lines: string[] = [];
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  for (const { title, error } of failed)
    lines.push("", bold(title), `  ${wrap(adviceFor(error, service, model), width - 2, "  ")}`);
  if (leftBehind.length > 0)
    lines.push("", yellow("Could not be removed; remove it by hand:"), ...leftBehind.map((what) => `  ${what}`));
  if (failed.length === 0 && leftBehind.length === 0 && checks.length === CHECKS.length)
    lines.push("", green(`${service.base} serves migrated code. What was made for this is removed.`));
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
