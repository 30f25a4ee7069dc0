import type { AnswerEvent } from "@manga-assist/client"
import { afterEach, expect, it } from "vitest"
import {
  card,
  lookingTurn,
  type Script,
  type ScriptedServer,
  scriptedServer,
  wholeTurn,
} from "../../../packages/client/test/scriptedServer.ts"
import { type Conversation, conversationWith } from "../src/Conversation.ts"

let server: ScriptedServer | undefined
let conversation: Conversation | undefined

const talk = async (script: Script) => {
  server = await scriptedServer(script)
  conversation = conversationWith({
    url: server.url,
    user: "demo-01",
    session: undefined,
    token: undefined,
    locale: undefined,
    onRaw: () => undefined,
    retryMs: [1, 1],
  })
  return { server, conversation }
}

const listener = () => {
  const heard = { text: "", products: 0, retries: 0 }
  return {
    heard,
    onEvent: (event: AnswerEvent) => {
      if (event.type === "products") heard.products += event.products.length
      if (event.type === "looking") heard.text += `[${event.tools[0]?.label}] `
      if (event.type === "retrying") heard.retries += 1
      if (event.type === "rewritten") heard.text += " or rather: "
      if ("text" in event) heard.text += event.text
    },
  }
}

afterEach(async () => {
  await conversation?.close()
  await server?.close()
})

it("says what this side saw of an answer, in its order", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame }, send) => wholeTurn(frame.id, ["Yes, ", "it is."]).forEach(send),
  })
  const events = listener()
  const answer = await conversation.ask("Is volume 12 in stock?", events.onEvent)
  expect(events.heard).toEqual({ text: "Yes, it is.", products: 1, retries: 0 })
  const observed = answer.kind === "ended" ? answer.observed : undefined
  const { firstProductsMs = -1, firstTokenMs = -1, totalMs = -1 } = observed ?? {}
  expect(firstProductsMs).toBeGreaterThan(0)
  expect(firstTokenMs).toBeGreaterThanOrEqual(firstProductsMs)
  expect(totalMs).toBeGreaterThanOrEqual(firstTokenMs)
})

it("says what is looked up, and measures the first products alone", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame }, send) => lookingTurn(frame.id, [card, card]).forEach(send),
  })
  const events = listener()
  const seen: Array<number> = []
  const onEvent = (event: AnswerEvent) => {
    events.onEvent(event)
    if (event.type === "products") seen.push(performance.now())
  }
  const askedAt = performance.now()
  const answer = await conversation.ask("Something else", onEvent)
  expect(events.heard).toEqual({
    text: "One moment. [the shelves] Here.",
    products: 3,
    retries: 0,
  })
  const { firstProductsMs = Infinity } = answer.kind === "ended" ? answer.observed : {}
  expect(askedAt + firstProductsMs).toBeLessThanOrEqual(seen[0] ?? 0)
})

it("says that an answer was written again, and how often it was asked again", async () => {
  const { conversation } = await talk({
    onMessage: ({ connection, frame, socket }, send) => {
      const frames = wholeTurn(frame.id, connection === 1 ? ["Yes"] : ["No", "."])
      frames.slice(0, connection === 1 ? 3 : frames.length).forEach(send)
      if (connection === 1) socket.terminate()
    },
  })
  const events = listener()
  await conversation.ask("Is it?", events.onEvent)
  expect(events.heard).toEqual({
    text: "Yes or rather: No.",
    products: 1,
    retries: 1,
  })
})

it("names the error with its code, and a lost connection by what is known of it", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame, socket }, send) => {
      if (frame.text === "lose it") socket.terminate()
      else send({ type: "error", id: frame.id, code: "timeout", message: "late", retryable: true })
    },
  })
  const failed = (message: string) => ({ kind: "failed", message })
  expect(await conversation.ask("Is it?", listener().onEvent)).toEqual(failed("timeout: late"))
  expect(await conversation.ask("lose it", listener().onEvent)).toEqual(
    failed("The connection was lost (1006)."),
  )
})

it.each([
  [503, /is starting or stopping/],
  [404, /did not accept a WebSocket/],
])("explains a server that refuses with %i", async (status, expected) => {
  const { conversation } = await talk({ onMessage: () => undefined, refuseWith: status })
  expect(await conversation.open()).toMatch(expected)
})
