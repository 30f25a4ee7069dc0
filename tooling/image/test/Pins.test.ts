/** Base images and actions: all are found, and a release refuses those that somebody else can move. */
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { pinned, referencesIn } from "../src/pins/Pins.ts"

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8")
const workflows = readdirSync(new URL("../../../.github/workflows", import.meta.url)).map(
  (name) => `.github/workflows/${name}`,
)

const digest = `sha256:${"0a".repeat(32)}`
const commit = "0b".repeat(20)

it("finds every image and action that the project fetches", () => {
  const named = (file: string) => referencesIn(read(file)).map(({ name, tag }) => `${name} ${tag}`)
  expect(named("Dockerfile")).toEqual(["docker.io/library/debian trixie-slim"])
  expect(named("compose.yaml")).toEqual(["docker.io/valkey/valkey 8-alpine"])
  for (const file of workflows) {
    expect(named(file).length).toBe(read(file).match(/uses: |container: /g)?.length)
  }
})

it("writes pins beside names, and moves them later", () => {
  const text = `ARG BASE=docker.io/library/debian:trixie-slim
    image: docker.io/valkey/valkey:8-alpine
    image: manga-assist
    container: node:24-trixie
      - uses: actions/checkout@v5
`
  const once = pinned(text, ({ kind }) => (kind === "image" ? digest : commit))
  expect(once).toBe(`ARG BASE=docker.io/library/debian:trixie-slim@${digest}
    image: docker.io/valkey/valkey:8-alpine@${digest}
    image: manga-assist
    container: node:24-trixie@${digest}
      - uses: actions/checkout@${commit} # v5
`)
  expect(referencesIn(once).map(({ pin }) => pin)).toEqual([digest, digest, digest, commit])
  const moved = "0c".repeat(20)
  expect(pinned(once, ({ kind }) => (kind === "image" ? digest : moved))).toBe(
    once.replace(commit, moved),
  )
})

it("is checked before anything is published", () => {
  for (const file of workflows.filter((name) => read(name).includes("id-token: write"))) {
    const text = read(file)
    expect(text.indexOf("pnpm pins check")).toBeGreaterThan(0)
    expect(text.indexOf("pnpm pins check")).toBeLessThan(text.indexOf("publishable"))
  }
})

it("says what is not pinned, and fails", () => {
  const unpinned = ["Dockerfile", "compose.yaml", ...workflows].flatMap((file) =>
    referencesIn(read(file)).filter(({ pin }) => pin === undefined),
  )
  const main = new URL("../src/pins/main.ts", import.meta.url).pathname
  const run = () => execFileSync(process.execPath, [main, "check"], { stdio: "pipe" })
  if (unpinned.length === 0) expect(run).not.toThrow()
  else expect(run).toThrow(unpinned[0]?.name)
})
