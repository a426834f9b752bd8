import { createRequire } from "node:module";

/** The version of this package, by the name it has for itself: the same from the sources and from the build. */
export function version(): string {
  const found: unknown = createRequire(import.meta.url)("migrate-agents/package.json");
  return (found as { version: string }).version;
}
