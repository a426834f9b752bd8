import { readFileSync, statSync } from "node:fs";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { htmlReport } from "../../src/report/html.js";
import { jsonReport, type JsonReport } from "../../src/report/json.js";
import { migrateFiles } from "../harness/migrate.js";
import { folderWith, put } from "../support/tree.js";
// @ts-expect-error -- a script without types
import { buildPage } from "../../scripts/lib/page.mjs";

const CODE = `import OpenAI from "openai";

const client = new OpenAI();
/** </script><b id="injected">not markup</b> & \`code\` */
const assistant = await client.beta.assistants.create({ name: "My Clerk", model: "gpt-4.1" });
const thread = await client.beta.threads.create();
console.log(assistant.id, thread.id);
`;
const STAYS = `import OpenAI from "openai";

const client = new OpenAI();

export async function ask(thread_id: string, assistant_id: string) {
  return client.beta.threads.runs.create(thread_id, { assistant_id, truncation_strategy: { type: "last_messages", last_messages: 4 } });
}
`;

async function reportOf(files: Record<string, string>): Promise<JsonReport> {
  const { migration } = await migrateFiles(new Map(Object.entries(files)), "/project");
  const show = (file: string): string => path.posix.relative("/project", file);
  return JSON.parse(
    JSON.stringify(jsonReport(migration, { toolVersion: "1", mode: "dry-run", target: "foundry", show })),
  ) as JsonReport;
}

const browserPath = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"].find((file) =>
  existsSync(file),
);
if (!browserPath && process.env.REQUIRE_BROWSER)
  throw new Error("There is no Chromium, and REQUIRE_BROWSER asks for one.");

describe.skipIf(!browserPath)("the HTML report in Chromium", () => {
  let browser: Browser;
  let small: JsonReport;

  beforeAll(async () => {
    await (buildPage as () => Promise<void>)();
    browser = await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox"] });
    small = await reportOf({ "src/clerk.ts": CODE, "src/deep/asks.ts": STAYS, "other/more.ts": CODE });
  }, 60_000);
  afterAll(() => browser.close());

  async function open(
    report: JsonReport,
    theme: "light" | "dark" = "light",
  ): Promise<{ page: Page; asked: string[]; wrong: string[]; size: number }> {
    const file = put(folderWith(), "report.html", htmlReport(report));
    const page = await browser.newPage({ colorScheme: theme, viewport: { width: 1400, height: 900 } });
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on("request", (request) => void asked.push(request.url()));
    page.on("pageerror", (error) => void wrong.push(error.message));
    page.on("console", (message) => void (message.type() === "error" && wrong.push(message.text())));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector("#count");
    return { page, asked, wrong, size: statSync(file).size };
  }

  it("asks for nothing but itself, shows code as text, and says what to review before any diff", async () => {
    const { page, asked, wrong } = await open(small);
    expect(asked).toHaveLength(1);
    expect(wrong).toEqual([]);
    expect(await page.locator("#injected").count()).toBe(0);
    const titles = await page.locator("main h2").allTextContents();
    expect(titles.map((title) => title.replace(/ \(.*/, ""))).toEqual(["Review", "Left as it was", "Files", "Rules"]);
    const diff = page.locator(".file").first();
    await diff.scrollIntoViewIfNeeded();
    expect(await diff.locator("td.code.old").first().textContent()).toContain('import OpenAI from "openai";');
    expect(await diff.locator("td.code.new").allTextContents()).toContain(
      'import { AIProjectClient } from "@azure/ai-projects";',
    );
    expect(await diff.locator(".hljs-keyword").count()).toBeGreaterThan(0);
    expect(await diff.locator(".reasons a.rule").count()).toBeGreaterThan(0);
    await page.close();
  });

  it("filters by path, rule, outcome and safety", async () => {
    const { page } = await open(small);
    const visible = async (): Promise<string[]> =>
      (await page.locator(".file:visible h3").allTextContents()).map((text) => text.replace(/review|not changed/g, ""));
    await page.selectOption("#outcome", "manual");
    expect(await visible()).toEqual(["src/deep/asks.ts"]);
    await page.selectOption("#outcome", "");
    await page.fill("#search", "other");
    expect(await visible()).toEqual(["other/more.ts"]);
    expect(await page.textContent("#count")).toBe("1 of 3 files");
    await page.fill("#search", "");
    await page.selectOption("#rule", "MA201");
    expect(await visible()).toEqual(["src/clerk.ts", "other/more.ts"].sort());
    await page.close();
  });

  it("goes from file to file by keys", async () => {
    const { page } = await open(small);
    await page.keyboard.press("j");
    const first = await page.evaluate("document.activeElement.id");
    await page.keyboard.press("j");
    expect([first, await page.evaluate("document.activeElement.id")]).toEqual(["file-0-name", "file-1-name"]);
    // The first stop leads past the list of files, which may be long.
    await page.reload();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip the list of files");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.id")).toBe("search");
    await page.close();
  });

  it.each(["light", "dark"] as const)("gives axe nothing to complain of (%s)", async (theme) => {
    const { page } = await open(small, theme);
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    // The page's policy forbids scripts from elsewhere: axe comes in through the debugger.
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    const found = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>(
      "axe.run()",
    );
    expect(found.violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]!.html}`)).toEqual([]);
    await page.close();
  });

  it("opens with a thousand files, draws what is in sight, and all of it for print", async () => {
    const [file] = small.files.filter(({ changed }) => changed);
    const operations = small.operations.filter((operation) => operation.file === file!.file);
    const names = Array.from({ length: 1000 }, (_, i) => `packages/p${i % 40}/src/file-${i}.ts`);
    const { page, wrong, size } = await open({
      ...small,
      files: names.map((name) => ({ ...file!, file: name })),
      operations: names.flatMap((name, i) =>
        operations.map((operation) => ({ ...operation, file: name, flow: i * 10 + operation.flow })),
      ),
    });
    expect(wrong).toEqual([]);
    expect(size).toBeLessThan(20 * 1024 * 1024);
    expect(await page.textContent("#count")).toBe("1,000 of 1,000 files");
    expect(await page.locator("table.diff").count()).toBeLessThan(300);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("table.diff").count()).toBeGreaterThanOrEqual(1000);
    await page.close();
  }, 60_000);
});
