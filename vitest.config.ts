import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** Fast suites need nothing but Node; `*.integration.test.ts` need real servers and run in CI. */
const fast = [
  "packages/*/test/**/*.test.ts",
  "apps/*/test/**/*.test.ts",
  "tooling/*/test/**/*.test.ts",
  "infra/test/**/*.test.ts",
]
const slow = ["**/*.integration.test.ts", "**/*.e2e.test.ts"]

/** Programs under test are started a few hundred times: from the second start on, Node finds their modules compiled. */
const compiled = new URL("node_modules/.cache/compiled", import.meta.url)
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(compiled)

/** Ends what hangs; a busy machine may take many times as long as an idle one. */
const patience = 240_000

/** Nor does a condition that is polled for decide how fast the machine is. */
const polling = { poll: { timeout: 30_000 } }

/** Judges deadlines while a service is broken: nothing else runs beside it. */
const faults = ["**/Dependencies.e2e.test.ts"]

/**
 * Tests over real processes fail on a machine that is starved for seconds, rightly and without a fault of ours.
 * What fails twice is a fault; what passed at the second try is named in the summary.
 */
const onceMore = 1

/** Many tests wait for a time that somebody fixed: another one runs meanwhile. */
const workers = Math.ceil(availableParallelism() * 1.5)

/** Each file starts the whole on ports and folders of its own; more than two at once starve each other on two cores. */
const wholes = 2

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: fast,
          exclude: [...slow, "**/node_modules/**"],
          setupFiles: "vitest.leftovers.ts",
          isolate: false,
          maxWorkers: workers,
          expect: polling,
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: ["**/node_modules/**"],
          expect: polling,
          testTimeout: patience,
          hookTimeout: patience,
          retry: onceMore,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["**/*.e2e.test.ts"],
          exclude: [...faults, "**/node_modules/**"],
          expect: polling,
          testTimeout: patience,
          hookTimeout: patience,
          retry: onceMore,
          maxWorkers: wholes,
        },
      },
      {
        test: {
          name: "e2e-alone",
          include: faults,
          exclude: ["**/node_modules/**"],
          expect: polling,
          testTimeout: patience,
          hookTimeout: patience,
          retry: onceMore,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
