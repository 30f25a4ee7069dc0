/** A file at an address is fetched, and gone afterwards; what fails is told without the address, which holds a signature. */
import { Effect } from "effect"
import { existsSync, readdirSync, readFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { localFile } from "../../src/file/FetchedFile.ts"
import { formatOf } from "../../src/file/RawRecords.ts"

const address = "https://files.example/shop.CSV?X-Amz-Signature=secret"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fetched-"))
})
afterEach(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

const fetched = <A>(use: (file: string) => A) =>
  Effect.runPromise(Effect.scoped(Effect.map(localFile(address, folder), use)))

it("is there until the scope ends", async () => {
  vi.stubGlobal("fetch", async () => new Response("id\n"))
  const [content, file] = await fetched((place) => [readFileSync(place, "utf8"), place] as const)
  expect(content).toBe("id\n")
  expect(existsSync(file)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

it.each([
  ["refused", async () => new Response("denied", { status: 403 }), "the answer is 403"],
  ["not reached", async () => Promise.reject(new Error("fetch failed")), "fetch failed"],
])("that is %s is told without its signature", async (_, answer, message) => {
  vi.stubGlobal("fetch", answer)
  await expect(fetched(() => undefined)).rejects.toThrow(`the file cannot be fetched: ${message}`)
  expect(readdirSync(folder)).toEqual([])
})

it("has its format by its path", () => {
  expect(formatOf(address)).toBe("csv")
  expect(formatOf("shop.jsonl")).toBe("ndjson")
  expect(formatOf("shop.xlsx")).toBeUndefined()
})
