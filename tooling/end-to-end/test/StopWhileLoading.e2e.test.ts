/** A program that is told to stop while its modules still load has nothing open: it stops as it would later. */
import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9"
const settings = {
  AWS_REGION: "ap-northeast-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: nowhere,
  AWS_ENDPOINT_URL_DYNAMODB: nowhere,
  OPENSEARCH_URL: nowhere,
  OPENSEARCH_INDEX: "products",
  REDIS_URL: "redis://127.0.0.1:9",
  IDENTITY: "query",
  HOST: "127.0.0.1",
  PORT: "0",
  OPERATOR_PORT: "0",
}

const stopped = async (program: string, module: string, signal: string) => {
  const folder = await mkdtemp(join(tmpdir(), "stopped-"))
  const [script = "", ...words] = program.split(" ")
  const child = spawn(
    process.execPath,
    ["--import", at("fixtures/SignalAtLoad.ts"), at(`../../../${script}`), ...words],
    {
      env: { ...process.env, ...settings, DATA_DIR: folder, STOP_AT: module, STOP_BY: signal },
      stdio: ["ignore", "ignore", "pipe"],
    },
  )
  let err = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text))
  const ended = await new Promise((resolve) => {
    child.once("close", (code, by) => resolve({ code, by }))
  })
  await rm(folder, { recursive: true })
  return { ended, err }
}

/** The first module of each program that takes long to load, and one of the last. */
it.each([
  ["apps/orchestrator/src/main.ts", "/effect/", "SIGTERM", 0],
  ["apps/orchestrator/src/main.ts", "/effect/", "SIGINT", 0],
  ["apps/orchestrator/src/main.ts", "/src/Server.ts", "SIGTERM", 0],
  ["apps/precompute/src/main.ts", "/effect/", "SIGTERM", 0],
  ["apps/precompute/src/main.ts", "/worker/Worker.ts", "SIGINT", 0],
  ["apps/precompute/src/main.ts --once", "/effect/", "SIGTERM", 130],
  ["tooling/local-aws/src/main.ts", "/dynamodb/", "SIGTERM", 0],
  ["tooling/stack/src/main.ts", "/effect/", "SIGTERM", 0],
  ["tooling/stack/src/main.ts", "/src/Stack.ts", "SIGINT", 0],
])("%s, at %s, by %s: exit code %i", async (program, module, signal, code) => {
  const { ended, err } = await stopped(program, module, signal)
  expect({ ended, err }).toMatchObject({ ended: { code, by: null } })
  expect(err).not.toContain("nothing at")
})
