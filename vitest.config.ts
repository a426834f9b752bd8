import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Fixture type-checks and child processes are slow on two busy cores; nothing here asserts on time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
