/** A collection that is added to the chat server's sources needs a row in docs/bounded-stores.md. */
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import {
  boundedTable,
  entryBytesBy,
  readCalls,
  readStores,
  storesPage,
} from "../src/soak/BoundedStores.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const folders = [
  "apps/orchestrator",
  ...["answer-audit", "assistant", "async-sinks", "caching"].map((name) => `packages/${name}`),
  ...["connections", "latency-budget", "prefetch"].map((name) => `packages/${name}`),
]

/** What begins empty and may grow. */
const made =
  /new (?:LRUCache|BoundedMap|OpenSet|RecentEvents)\b|\bQueue\.(?:bounded|dropping|sliding|unbounded)\b|\bCache\.make\w*\(|new (?:Map|Set)(?:<(?:[^;(){}]|\([^()]*\) =>|\{[^{}]*\})*?>)?\(\)/gu

const sources = folders.flatMap((folder) =>
  readdirSync(`${root}/${folder}/src`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/src/${file}`),
)
const textOf = (file: string): string => readFileSync(`${root}/${file}`, "utf8")
const page = readFileSync(storesPage, "utf8")
const stores = readStores(page)
const calls = readCalls(page)

/** Arrays, and limits that have no collection of their own, are not found by what makes them. */
const isMade = ({ named }: (typeof stores)[number]) => !/^(?:array|limit) /u.test(named)

const countsOf = (file: string) => ({
  file,
  found: textOf(file).match(made)?.length ?? 0,
  listed:
    stores.filter((store) => store.file === file && isMade(store)).length + (calls.get(file) ?? 0),
})

it("has a row for each collection of the sources, and no other", () => {
  const files = new Set([...sources, ...stores.map(({ file }) => file), ...calls.keys()])
  const unlike = [...files].map(countsOf).filter(({ found, listed }) => found !== listed)
  expect(unlike).toEqual([])
  expect(stores.length).toBeGreaterThan(100)
})

it("finds what makes a collection, and no table that is full from the start", () => {
  const found = (text: string) => text.match(made)?.length ?? 0
  expect(found("const a = new Map<string, { readonly b: number; c: () => void }>()")).toBe(1)
  expect(found("readonly #a = new Map<string, (b: boolean) => void>()")).toBe(1)
  expect(found("const a = yield* Queue.dropping<void>(1)\nnew LRUCache<string, A>({")).toBe(2)
  expect(found('new Set<A>(["b"])\nconst c: D<E> = f()')).toBe(0)
})

it("says of each what it is bounded by, and what a unit takes", () => {
  for (const { bound, each, named, unit, what, why } of stores) {
    expect([bound, named, unit, what, why]).not.toContain("")
    expect(each, what).toBeGreaterThanOrEqual(unit === "entries" ? 0 : 1)
  }
})

it("shows how full the caches were, by their file and bound", () => {
  const rows = stores.filter(({ named }) => named === "masked" || named === "missed")
  const file = "packages/assistant/src/turn/Record.ts"
  const fill = { file, bound: 1_000, used: 7 }
  const text = boundedTable(rows, [[{ ...fill, used: 12 }], [fill]])
  expect(text).toMatch(/`Record.ts` masked +\| 1,000 +\| entries \| 7 +\| 12 /u)
  expect(text).toMatch(/missed .* \| – /u)
  expect(entryBytesBy(rows)(fill)).toBe(8_000)
  expect(entryBytesBy(rows)({ ...fill, bound: 2 })).toBe(1)
})
