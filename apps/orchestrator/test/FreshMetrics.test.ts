/** Every counter is on the page from the start, at 0: Prometheus' `increase` does not see what begins at 1. */
import { readFileSync } from "node:fs"
import { AnswerSource, clientFrameSchemas, ErrorCode } from "@manga-assist/protocol"
import { afterAll, beforeAll, expect, it } from "vitest"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { startServer, type TestServer } from "./TestServer.ts"

let server: TestServer
let page = ""

beforeAll(async () => {
  server = await startServer(layerWs)
  page = await (await fetch(`${server.operator}/metrics`)).text()
})
afterAll(() => server.close())

const protocol = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8")
const named = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/`([a-z-]+)`/g)].flatMap(([, name]) => name ?? [])

/** Label sets of a counter, each without its name and its value 0. */
const atZero = (counter: string): ReadonlyArray<string> =>
  [...page.matchAll(new RegExp(`^manga_assist_${counter}(?:\\{(.*)\\})? 0$`, "gm"))].map(
    ([, labels = ""]) => labels,
  )

it.each([
  "replays",
  "frames_sent",
  "bad_frames",
  "slow_readers",
  "drafts_ignored",
  "hook_failures",
])("%s begins at 0", (counter) => expect(atZero(`${counter}_total`)).toEqual([""]))

it("answers are counted by every outcome and source that there is", () => {
  const found = atZero("turns_total")
  for (const source of AnswerSource.literals) {
    expect(found).toContain(`outcome="complete",source="${source}"`)
  }
  for (const code of [...ErrorCode.literals, "disconnected"]) {
    expect(found).toContain(`outcome="${code}",source="none"`)
  }
})

it("errors are counted by every code", () => {
  expect(atZero("errors_total")).toEqual(ErrorCode.literals.map((code) => `code="${code}"`))
})

it("what turns leave out is counted by every code of the protocol's page", () => {
  const list = /`degraded` names what was left out or replaced: ([\s\S]*?) \(the turn/.exec(
    protocol,
  )
  const codes = named(list?.[1] ?? "")
  expect(codes.length).toBeGreaterThan(10)
  expect(atZero("degraded_total")).toEqual(codes.map((code) => `code="${code}"`))
})

it("frames are counted by every type", () => {
  const found = atZero("frames_received_total")
  for (const type of [...clientFrameSchemas().keys(), "bad", "too-large", "flood"]) {
    expect(found).toContain(`type="${type}"`)
  }
})

it("refused identities are counted by every reason", () => {
  expect(atZero("identity_refusals_total")).toContain('reason="expired"')
  expect(atZero("identity_refusals_total")).toHaveLength(9)
})

it("prompts are counted by model and by what became of their beginning", () => {
  const found = atZero("prompt_cache_total")
  for (const tier of ["sonnet", "haiku"]) {
    for (const outcome of ["read", "written", "none", "ignored"]) {
      expect(found).toContainEqual(
        expect.stringMatching(new RegExp(`^model=".*${tier}.*",outcome="${outcome}"$`)),
      )
    }
  }
  expect(atZero("prompt_tokens_total")).toHaveLength(4)
})

it.each(["first_content", "turn_duration"])("the histogram %s is there, empty", (name) => {
  expect(page).toMatch(new RegExp(`^manga_assist_${name}_seconds_count 0$`, "m"))
})
