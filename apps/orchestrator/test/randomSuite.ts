/**
 * Ten thousand frames, valid and broken, over many sockets: every message ends exactly once, whatever stands
 * around it. Seeded, so a failure repeats.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import type { Layer } from "effect"
import {
  array,
  constant,
  constantFrom,
  json,
  jsonValue,
  oneof,
  record,
  sample,
  string,
  stringMatching,
  tuple,
  uint8Array,
  uuid,
} from "fast-check"
import { describe, expect, it } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient, isEnd } from "./ChatClient.ts"
import { mixedTurns } from "./MixedTurns.ts"
import { startServer } from "./TestServer.ts"

const seed = 20_261_124
const framesEach = 20

const messageFrame = record(
  {
    type: constant("message"),
    id: stringMatching(/^[a-z]{1,3}$/),
    text: oneof(
      constantFrom("hello", "die", "mute", "fail", "blocked", "twice", "throw", "no-start"),
      string({ unit: "grapheme", minLength: 1, maxLength: 40 }).map((text) => `say ${text}`),
    ),
    locale: constantFrom("en", "ja"),
  },
  { requiredKeys: ["type", "id", "text"] },
)
const otherFrame = oneof(
  record({ type: constant("draft"), text: string({ maxLength: 20 }) }),
  record({ type: constant("cancel"), id: stringMatching(/^[a-z]{1,3}$/) }),
  record({
    type: constant("feedback"),
    turn: uuid(),
    rating: constantFrom("up", "down"),
  }),
  constant({ type: "ping" }),
)
const brokenFrame = oneof(
  json(),
  string({ unit: "binary", maxLength: 50 }),
  tuple(messageFrame, string(), jsonValue()).map(([frame, key, value]) =>
    JSON.stringify({ ...frame, [key]: value }),
  ),
  messageFrame.map((frame) => JSON.stringify(frame).slice(0, -3)),
  constant(`{"type":"draft","text":"${"x".repeat(17_000)}"}`),
)
/** Below ten broken ones a socket lives; a few sockets reach the tenth. */
const step = oneof(
  { weight: 6, arbitrary: messageFrame.map((frame) => JSON.stringify(frame)) },
  { weight: 3, arbitrary: otherFrame.map((frame) => JSON.stringify(frame)) },
  { weight: 3, arbitrary: brokenFrame },
  { weight: 1, arbitrary: uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)) },
)
const socketPlan = array(step, { minLength: framesEach, maxLength: framesEach })

const idsSent = (plan: ReadonlyArray<string | Buffer>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const sent of plan) {
    if (typeof sent !== "string" || !sent.startsWith('{"type":"message"')) continue
    try {
      const { id, text, locale, ...rest } = JSON.parse(sent)
      if (typeof id !== "string" || Object.keys(rest).length > 1 || typeof text !== "string")
        continue
      if (locale !== undefined && locale !== "en" && locale !== "ja") continue
      counts.set(id, (counts.get(id) ?? 0) + 1)
    } catch {
      continue
    }
  }
  return counts
}

/** Ends that name the message; an answer to `cancel` or a refused frame of the same id is not one. */
const endsOf = (frames: ReadonlyArray<ServerFrame>, id: string): number =>
  frames.filter(
    (frame) =>
      isEnd(frame) &&
      "id" in frame &&
      frame.id === id &&
      !(frame.type === "error" && ["unknown-turn", "bad-frame"].includes(frame.code)),
  ).length

export const randomSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`10,000 frames over ${name}`, () => {
    it("ends every accepted message exactly once and disturbs nobody else", async () => {
      const server = await startServer(transport)
      const witness = await ChatClient.open(server.url())
      const plans = sample(socketPlan, { numRuns: 10_000 / framesEach, seed })
      let answered = 0
      let closed = 0
      const play = async (plan: ReadonlyArray<string | Buffer>, index: number) => {
        const client = await ChatClient.open(server.url(`?session=random-${index}`))
        for (const sent of plan) client.socket.send(sent)
        if (index % 10 === 9) {
          client.socket.terminate()
          await client.closed
          return
        }
        const expected = idsSent(plan)
        const missing = () =>
          [...expected].filter(([id, count]) => endsOf(client.frames, id) !== count)
        await client.wait(() => missing().length === 0, "all ends").catch(() => {})
        await client.settled().catch(() => {})
        if (client.closeCode === undefined) {
          expect(missing()).toEqual([])
          await client.close()
        } else {
          expect(client.closeCode).toBe(1008)
          closed += 1
        }
        for (const [id, count] of expected) {
          expect(endsOf(client.frames, id)).toBeLessThanOrEqual(count)
          answered += endsOf(client.frames, id)
        }
        if (client.closeCode !== 1008) expect(mixedTurns(client.frames)).toEqual([])
      }
      for (let from = 0; from < plans.length; from += 50) {
        await Promise.all(plans.slice(from, from + 50).map((plan, at) => play(plan, from + at)))
        witness.message(`w${from}`, "hello")
        expect(await witness.end(`w${from}`)).toMatchObject({ finish: "complete" })
      }
      expect(answered).toBeGreaterThan(2_500)
      expect(closed).toBeGreaterThan(0)
      expect(closed).toBeLessThan(plans.length / 4)
      await witness.close()
      await expect
        .poll(async () => (await fetch(`${server.operator}/metrics`)).text())
        .toContain("manga_assist_running_messages 0\n")
      await server.close()
    })
  })
}
