// Which installed SDKs stand for what a project was written for, and for what migrated code runs on.
import { lowestOf } from "../../dist/src/manifests/versions.js";

/** What migrated code runs on. */
const CURRENT = {
  openai: "openai",
  "@azure/ai-projects": "@azure/ai-projects",
  "@azure/identity": "@azure/identity",
  // What was left as it was still imports it.
  "@azure/ai-agents": "@azure/ai-agents",
};

const OPENAI = { 4: "openai-4", 5: "openai-5", 6: "openai", 7: "openai-7" };
const PROJECTS = { stable: "ai-projects-1", beta: "ai-projects-beta" };

/**
 * The classic SDKs that a project may have been written for: one combination where a manifest names versions, else all there are.
 * @param {readonly string[]} manifests texts of its package.json files
 */
export function classicSdks(manifests) {
  const openai = declaredOpenai(manifests);
  const projects = declared(manifests, "@azure/ai-projects");
  const project = projects && (projects.includes("beta") ? PROJECTS.beta : PROJECTS.stable);
  return (openai ? [openai] : Object.values(OPENAI)).flatMap((one) =>
    (project ? [project] : Object.values(PROJECTS)).map((other) => ({
      ...CURRENT,
      openai: one,
      "@azure/ai-projects": other,
    })),
  );
}

/**
 * The SDKs of migrated code: `openai` as its manifests say now; where none says anything, also the one of before when classic calls
 * are left that run on it.
 * @param {{ openai: string } | undefined} left what the calls that are left run on
 */
export function currentSdks(manifests, left) {
  const openai = declaredOpenai(manifests);
  if (openai) return [{ ...CURRENT, openai }];
  return [CURRENT, ...(left ? [{ ...CURRENT, openai: left.openai }] : [])];
}

function declaredOpenai(manifests) {
  return OPENAI[lowestOf(declared(manifests, "openai") ?? "").split(".")[0]];
}

function declared(manifests, name) {
  for (const text of manifests) {
    try {
      const { dependencies, devDependencies } = JSON.parse(text);
      const range = dependencies?.[name] ?? devDependencies?.[name];
      if (range) return range;
    } catch {
      // A manifest that is not JSON says nothing.
    }
  }
  return undefined;
}
