/** The program with a setting that it must refuse before it calls anything. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** Nothing listens on port 1: whatever is called, refuses. */
const nowhere = "http://127.0.0.1:1"

it("ends with 2 and names the setting that is invalid", () => {
  const { status, stderr } = spawnSync(process.execPath, [program], {
    encoding: "utf8",
    env: {
      AWS_REGION: "ap-northeast-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local-secret",
      AWS_ENDPOINT_URL: nowhere,
      OPENSEARCH_URL: nowhere,
      OPENSEARCH_INDEX: "products",
      OPENSEARCH_SERVICE: "opensearch",
    },
  })
  expect(stderr).toContain('OPENSEARCH_SERVICE must be aoss, es or none, not "opensearch"')
  expect(status).toBe(2)
})
