import { execFile } from "node:child_process"
import { statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { type HttpHandler } from "@smithy/core/protocols"
import { describe, expect, expectTypeOf, it } from "vitest"
import { type PooledFetch, type PooledHttp2Handler } from "../src/http2.ts"

/** A process that imports the entry, lets a request fail, and says which files were loaded meanwhile. */
const program = `
import { registerHooks } from "node:module"
const loaded = []
registerHooks({
  load: (url, context, next) => {
    loaded.push(url)
    return next(url, context)
  },
})
const { pooledFetch } = await import(process.argv[1])
await using fetch = pooledFetch({ connectMs: 200 })
const failure = await fetch("https://127.0.0.1:1/").catch((error) => error.cause.reason)
console.log(JSON.stringify({ failure, loaded }))
`

describe("the entry without Effect, AWS clients and Redis", () => {
  it("loads this package and its check of options alone, and little of it", async () => {
    const entry = import.meta.resolve("../src/http2.ts")
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--no-warnings",
      "--input-type=module",
      "--eval",
      program,
      entry,
    ])
    const { failure, loaded } = JSON.parse(stdout)
    expect(failure).toBe("connect-failed")
    const files: ReadonlyArray<string> = loaded.filter((url: string) => !url.startsWith("node:"))
    expect(files).toContain(entry)
    const own = [new URL(".", entry).href, new URL("../../options/src/", entry).href]
    expect(files.filter((url) => !own.some((folder) => url.startsWith(folder)))).toEqual([])
    const bytes = files.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0)
    expect(bytes).toBeLessThan(300_000)
  })

  it("fits where an SDK client's handler and where a fetch is asked for", () => {
    expectTypeOf<PooledHttp2Handler>().toExtend<HttpHandler>()
    expectTypeOf<PooledFetch>().toExtend<typeof globalThis.fetch>()
  })
})
