/**
 * Chat interfaces that send the whole conversation and name no session, with the released `openai` client; run once for
 * each transport.
 */
import type { Layer } from "effect"
import OpenAI from "openai"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { SocketServer } from "../../src/transport/SocketServer.ts"
import { tokenIdentity } from "../FixedIdentity.ts"
import { startServer, type TestServer } from "../TestServer.ts"

type Messages = Array<OpenAI.ChatCompletionMessageParam>

const model = "manga-assist"
const hello: Messages = [{ role: "user", content: " Hello " }]
const begun: Messages = [
  { role: "system", content: "Today is Tuesday." },
  ...hello,
  { role: "assistant", content: "Hi! What do you like?" },
  { role: "user", content: "Vikings" },
]
const further: Messages = [
  ...begun,
  { role: "assistant", content: "Vinland Saga." },
  { role: "user", content: "How much?" },
]

export const toldSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  describe(`a conversation that is told over ${name}`, () => {
    let open: TestServer
    let checked: TestServer
    beforeAll(async () => {
      open = await startServer(transport)
      checked = await startServer(transport, { identity: tokenIdentity })
    })
    afterAll(() => Promise.all([open.close(), checked.close()]))

    const say = async (
      server: TestServer,
      messages: Messages,
      { apiKey = "any", user, ...body }: { apiKey?: string; user?: string; stream?: true } = {},
      headers: Record<string, string> = {},
    ) => {
      const client = new OpenAI({ baseURL: `${server.http}/v1`, apiKey, maxRetries: 0 })
      const { data, response } = await client.chat.completions
        .create(
          { model, messages, ...(user !== undefined && { user }), ...body },
          { headers: { ...headers } },
        )
        .withResponse()
      if ("controller" in data) for await (const _ of data) continue
      return {
        session: response.headers.get("x-session"),
        told: response.headers.get("x-conversation"),
        request: server.script.requests.at(-1),
      }
    }

    it("is what the turn goes on with, for a visitor without a name", async () => {
      const first = await say(open, hello)
      expect(first).toMatchObject({ told: "told", request: { text: "Hello", before: [] } })
      const last = await say(open, further, { stream: true })
      expect(last).toMatchObject({
        told: "told",
        request: {
          text: "How much?",
          before: [
            { question: " Hello ", answer: "Hi! What do you like?" },
            { question: "Vikings", answer: "Vinland Saga." },
          ],
        },
      })
    })

    it("joins no two visitors without a name, who begin with the same words", async () => {
      const seen = new Set<unknown>()
      for (const messages of [hello, begun, hello, begun]) {
        const { request, session } = await say(open, messages, { apiKey: "of-the-interface" })
        expect(request?.session).toBe(session)
        seen.add(session)
      }
      expect(seen.size).toBe(4)
    })

    it("has one session for each person and beginning, by a key of the server", async () => {
      const ana = (messages: Messages) => say(checked, messages, { apiKey: "ana" })
      const { session, told } = await ana(hello)
      expect(told).toBe("told")
      expect(session).toMatch(/^[\w-]{43}$/)
      expect((await ana(begun)).session).toBe(session)
      expect((await ana(further)).session).toBe(session)
      expect(checked.script.requests.at(-1)?.before).toHaveLength(2)
      expect((await say(checked, begun, { apiKey: "ben" })).session).not.toBe(session)
      expect((await ana([{ role: "user", content: "Hello!" }])).session).not.toBe(session)
      const other = await startServer(transport, {
        identity: tokenIdentity,
        sessionKey: "another key of thirty-two letters",
      })
      expect((await say(other, hello, { apiKey: "ana" })).session).not.toBe(session)
      await other.close()
    })

    it("tells two chats of one person apart by what each of them says", async () => {
      const chatOf = (words: string): Messages => [
        ...hello,
        { role: "assistant", content: "Hi!" },
        { role: "user", content: words },
        { role: "assistant", content: "Good." },
        { role: "user", content: "What do I like?" },
      ]
      const chats = [chatOf("I like cats"), chatOf("I like dogs")]
      for (const [index, messages] of chats.entries()) {
        const { request } = await say(checked, messages, { apiKey: "ana" })
        const told = JSON.stringify(request?.before)
        expect(told).toContain(index === 0 ? "cats" : "dogs")
        expect(told).not.toContain(index === 0 ? "dogs" : "cats")
      }
    })

    it("is not looked at where the session is named or proven", async () => {
      const proof = await fetch(`${open.http}/chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: "m", text: "hi" }),
      })
      await proof.text()
      const resume = { "x-resume-token": proof.headers.get("x-resume-token") ?? "" }
      for (const { request, told } of [
        await say(open, further, { user: "named" }),
        await say(open, further, {}, { "x-session": "named-too" }),
        await say(open, further, {}, resume),
      ]) {
        expect(request).not.toHaveProperty("before")
        expect(told).toBeNull()
      }
    })

    it("is bounded, and what is no text or has no answer is left out of it", async () => {
      const { request } = await say(open, [
        { role: "assistant", content: "Welcome!" },
        { role: "user", content: "Nobody answers" },
        { role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] },
        { role: "user", content: [{ type: "text", text: "x".repeat(3_000) }] },
        { role: "assistant", content: "y".repeat(20_000) },
        ...Array.from({ length: 60 }, (_, n): Messages => [
          { role: "user", content: `q${n}` },
          { role: "assistant", content: `a${n}` },
        ]).flat(),
        { role: "user", content: "Well?" },
      ])
      expect(request?.before).toHaveLength(20)
      expect(request?.before?.at(-1)).toEqual({ seq: 61, question: "q59", answer: "a59" })
      const { request: long } = await say(open, [
        { role: "assistant", content: "Welcome!" },
        { role: "user", content: "Nobody answers" },
        { role: "user", content: [{ type: "text", text: "x".repeat(3_000) }] },
        { role: "assistant", content: "y".repeat(20_000) },
        { role: "user", content: "Well?" },
      ])
      expect(long?.before).toEqual([
        { seq: 1, question: "x".repeat(2_000), answer: "y".repeat(8_000) },
      ])
      const { request: blank } = await say(open, [
        { role: "user", content: "first" },
        { role: "assistant", content: "A" },
        { role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] },
        { role: "assistant", content: "about the picture" },
        { role: "user", content: "Well?" },
      ])
      expect(blank?.before).toEqual([{ seq: 1, question: "first", answer: "A" }])
      const { request: wide } = await say(open, [
        ...Array.from({ length: 20 }, (_, n): Messages => [
          { role: "user", content: `${n} `.padEnd(1_000, "x") },
          ...Array.from({ length: 30 }, () => ({
            role: "assistant" as const,
            content: "y".repeat(100),
          })),
        ]).flat(),
        { role: "user", content: "Well?" },
      ])
      // Of four thousand characters of questions, the newest, each with its answer in pieces.
      expect(
        wide?.before?.map(({ answer, question }) => [question.slice(0, 2), answer.length]),
      ).toEqual(["16", "17", "18", "19"].map((begins) => [begins, 30 * 100 + 29]))
    })
  })
}
