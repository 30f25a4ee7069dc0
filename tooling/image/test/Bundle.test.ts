/** The bundle is what an image contains; here it is started by the Node that runs this suite. */
import { execFile } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { isBuiltin } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { filesOf, writeApps } from "../src/Bundle.ts"

const { arch } = process
const kind = arch === "arm64" ? "arm64" : "x64"
let folder = ""

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"))
  await writeApps(folder, { arch: kind, abi: process.versions.modules })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Without any setting but `environment`, in the folder of scripts. */
const run = (script: string, args: ReadonlyArray<string>, environment = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd: join(folder, "dist"), env: environment },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

describe("the bundle", () => {
  it("has the addons of one platform alone", async () => {
    const addons = (await filesOf(folder)).filter((name) => name.endsWith(".node"))
    expect(addons).toEqual([`dist/uws_linux_${kind}_${process.versions.modules}.node`])
  })

  it("has the console, compressed ahead", async () => {
    const names = (await filesOf(folder)).filter((name) => name.startsWith("console/"))
    expect(names).toContain("console/chat/index.html")
    expect(names).toContain("console/machine/index.html")
    expect(
      names.filter((name) => /chat\/assets\/index-[\w-]{8}\.js(\.br|\.gz)?$/.test(name)),
    ).toHaveLength(3)
  })

  it("has a source map beside each script that has sources", async () => {
    const names = await filesOf(folder)
    for (const app of [
      "orchestrator",
      "precompute",
      "catalogue-writer",
      "smoke",
      "sinks",
      "endpoint-health",
      "customer",
      "healthcheck",
    ]) {
      expect(names).toContain(`dist/${app}.js.map`)
    }
    const map = JSON.parse(await readFile(join(folder, "dist/orchestrator.js.map"), "utf8")) as {
      readonly sources: ReadonlyArray<string>
    }
    expect(map.sources.some((source) => source.endsWith("apps/orchestrator/src/main.ts"))).toBe(
      true,
    )
  })

  it("needs no package: only Node's own modules are imported", async () => {
    const names = (await filesOf(folder)).filter((name) => name.endsWith(".js"))
    for (const name of names) {
      const text = await readFile(join(folder, name), "utf8")
      const imported = [...text.matchAll(/^import [^;]*?from "([^"]+)";$/gm)].map(
        ([, from]) => from,
      )
      expect(imported.filter((from = "") => !from.startsWith("./") && !isBuiltin(from))).toEqual([])
    }
  })

  it.runIf(process.platform === "linux")(
    "starts the server, which says what it misses",
    async () => {
      const { code, err } = await run("orchestrator.js", [])
      expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("AWS_REGION") })
      expect(err).not.toContain("Cannot find")
    },
  )

  it.runIf(process.platform === "linux")(
    "starts the worker with its files and its addon",
    async () => {
      const { code, err, out } = await run("precompute.js", ["--help"])
      expect({ code, err }).toEqual({ code: 0, err: "" })
      expect(out).toContain("precompute run")
    },
  )

  it.runIf(process.platform === "linux").each(["orchestrator.js", "precompute.js"])(
    "%s, told to stop while it loads, stops without a fault",
    async (script) => {
      const preloaded = new URL("../../end-to-end/test/fixtures/SignalAtLoad.ts", import.meta.url)
        .href
      const environment = {
        AWS_REGION: "ap-northeast-1",
        OPENSEARCH_URL: "http://127.0.0.1:9",
        OPENSEARCH_INDEX: "products",
        REDIS_URL: "redis://127.0.0.1:9",
        IDENTITY: "query",
        HOST: "127.0.0.1",
        PORT: "0",
        OPERATOR_PORT: "0",
        DATA_DIR: join(folder, "data"),
        NODE_OPTIONS: `--import ${preloaded}`,
        STOP_AT: "/dist/Program-",
      }
      const { code, err } = await run(script, [], environment)
      expect({ code, err }).toEqual({ code: 0, err: "" })
    },
  )

  it("starts the catalogue writer, which says what it misses", async () => {
    const { code, err } = await run("catalogue-writer.js", [])
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("OPENSEARCH_URL") })
  })

  it("starts the smoke test, which says what is wrong", async () => {
    const { code, err, out } = await run("smoke.js", ["http://127.0.0.1:9"])
    expect(code).toBe(1)
    expect(err).toContain("nobody answers at this address")
    expect(out).toContain("ECONNREFUSED")
  })

  it("starts the runbook's tools", async () => {
    const sinks = await run("sinks.js", ["inspect"], { DATA_DIR: join(folder, "spool") })
    expect(sinks).toMatchObject({ code: 0, err: "" })
    const health = await run("endpoint-health.js", ["--help"])
    expect(health).toMatchObject({ code: 0, out: expect.stringContaining("--services") })
    const host = ["--host", "127.0.0.1:9:in-vpc", "--samples", "5", "--offline"]
    const measured = await run("endpoint-health.js", host)
    expect(measured).toMatchObject({ code: 2, out: expect.stringContaining("unhealthy") })
  })

  it("is kept in memory with one byte for a letter, but for templates, which cannot be escaped", async () => {
    const wide: Array<string> = []
    for (const name of (await filesOf(folder)).filter((name) => /^dist\/.*\.js$/.test(name))) {
      const text = await readFile(join(folder, name), "utf8")
      const isWide = [...text].some((letter) => letter > "\u00ff")
      if (isWide && !text.includes("String.raw`")) wide.push(name)
    }
    expect(wide).toEqual([])
  })

  it("finds no health where nothing listens", async () => {
    const { code } = await run("healthcheck.js", [], { PORT: "9" })
    expect(code).toBe(1)
  })
})
