/** What the operators' page tells to try, tried: a server believes these keys and nothing else. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { execFile } from "node:child_process"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { createLocalJWKSet, importSPKI, jwtVerify, type JSONWebKeySet } from "jose"
import { afterAll, beforeAll, expect, it } from "vitest"
import { audience, environmentOf, issuer, loadBalancer } from "../src/ThrowAway.ts"

const main = new URL("../src/main.ts", import.meta.url).pathname
const run = async (...words: ReadonlyArray<string>): Promise<string> =>
  (await promisify(execFile)(process.execPath, [main, ...words])).stdout.trim()

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sign-in-"))
})
afterAll(() => rm(folder, { recursive: true }))

const keys = async () =>
  createLocalJWKSet(
    JSON.parse(await readFile(path.join(folder, "keys.json"), "utf8")) as JSONWebKeySet,
  )

it("makes keys, and tokens that only these keys verify, until they are made anew", async () => {
  const said = await run("keys", folder)
  expect(said.split("\n")).toEqual([
    environmentOf(folder, "jwt").join(" "),
    environmentOf(folder, "alb").join(" "),
  ])
  const token = await run("token", folder, "demo-01", "--minutes", "2")
  const { payload } = await jwtVerify(token, await keys(), { issuer, audience })
  expect(payload.sub).toBe("demo-01")
  expect((payload.exp ?? 0) - Date.now() / 1_000).toBeLessThan(121)
  await run("keys", folder)
  await expect(jwtVerify(token, await keys())).rejects.toThrow()
})

it("signs as a load balancer does", async () => {
  await run("keys", folder)
  const header = await run("header", folder, "demo-02")
  const { id } = JSON.parse(await readFile(path.join(folder, "private.json"), "utf8")) as {
    readonly id: string
  }
  const key = await importSPKI(await readFile(path.join(folder, id), "utf8"), "ES256")
  const { payload, protectedHeader } = await jwtVerify(header, key)
  expect(payload.sub).toBe("demo-02")
  expect(protectedHeader).toMatchObject({ signer: loadBalancer, iss: issuer, client: audience })
})

it("says how it is used, and exits 2", async () => {
  for (const words of [[], ["token", folder], ["token", folder, "u", "--minutes", "x"]]) {
    await expect(run(...words)).rejects.toMatchObject({ code: 2 })
  }
})
