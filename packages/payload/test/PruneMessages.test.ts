/** Histories of AI SDK and of Bedrock, cut so that a prompt's beginning stays and no tool is left alone. */
import type { Message } from "@aws-sdk/client-bedrock-runtime"
import type { ModelMessage } from "ai"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ChatMessage, pruneMessages } from "../src/index.ts"

type Turn = { readonly tools: number; readonly text: string }

const asModelMessages = (turns: ReadonlyArray<Turn>): ReadonlyArray<ModelMessage> => [
  { role: "system", content: "Be brief." },
  ...turns.flatMap(({ text, tools }, turn): ReadonlyArray<ModelMessage> => [
    { role: "user", content: turn % 2 === 0 ? text : [{ type: "text", text }] },
    ...Array.from({ length: tools }, (_, tool): ReadonlyArray<ModelMessage> => {
      const toolCallId = `${turn}-${tool}`
      const output = { type: "text" as const, value: "found" }
      return [
        {
          role: "assistant",
          content: [{ type: "tool-call", toolCallId, toolName: "look", input: { text } }],
        },
        { role: "tool", content: [{ type: "tool-result", toolCallId, toolName: "look", output }] },
      ]
    }).flat(),
    { role: "assistant", content: `Answer ${turn}` },
  ]),
]

const asBedrock = (turns: ReadonlyArray<Turn>): ReadonlyArray<Message> =>
  turns.flatMap(({ text, tools }, turn): ReadonlyArray<Message> => [
    { role: "user", content: [{ text }] },
    ...Array.from({ length: tools }, (_, tool): ReadonlyArray<Message> => {
      const toolUseId = `${turn}-${tool}`
      return [
        { role: "assistant", content: [{ toolUse: { toolUseId, name: "look", input: { text } } }] },
        { role: "user", content: [{ toolResult: { toolUseId, content: [{ text: "found" }] } }] },
      ]
    }).flat(),
    { role: "assistant", content: [{ text: `Answer ${turn}` }] },
  ])

const idsIn = (messages: ReadonlyArray<ChatMessage>, name: "call" | "result") => {
  const key =
    name === "call"
      ? /"(?:toolCallId|toolUseId)":"([\d-]+)","(?:toolName|name)":"look","input"/gu
      : undefined
  const text = JSON.stringify(messages)
  const results = /"(?:tool-result","toolCallId|toolResult":\{"toolUseId)":"([\d-]+)"/gu
  return [...text.matchAll(key ?? results)].map(([, id]) => id)
}

const turnsOf = fc.array(
  fc.record({
    tools: fc.nat(3),
    text: fc.constantFrom("Why?", "How much is it?", "それはいくら？"),
  }),
  { maxLength: 30 },
)

describe.each([
  ["AI SDK", asModelMessages as (turns: ReadonlyArray<Turn>) => ReadonlyArray<ChatMessage>],
  ["Bedrock", asBedrock as (turns: ReadonlyArray<Turn>) => ReadonlyArray<ChatMessage>],
])("messages of %s", (_, messagesOf) => {
  it("never have a call without its result, nor a result without its call", () => {
    fc.assert(
      fc.property(turnsOf, fc.option(fc.integer({ min: 0, max: 600 })), (turns, maxTokens) => {
        const { messages } = pruneMessages(messagesOf(turns), { maxTokens: maxTokens ?? undefined })
        expect(idsIn(messages, "call")).toEqual(idsIn(messages, "result"))
      }),
    )
  })

  it("keep their beginning from one cut to the next, and the last exchanges as they were", () => {
    fc.assert(
      fc.property(turnsOf, (turns) => {
        let before: ReadonlyArray<ChatMessage> = []
        let cuts = 0
        for (let count = 1; count <= turns.length; count += 1) {
          const whole = messagesOf(turns.slice(0, count))
          const { messages } = pruneMessages(whole)
          const same = JSON.stringify(messages.slice(0, before.length)) === JSON.stringify(before)
          if (!same) cuts += 1
          expect(messages.every((message) => whole.includes(message))).toBe(true)
          expect(messages.at(-1)).toBe(whole.at(-1))
          before = messages
        }
        expect(cuts).toBeLessThanOrEqual(Math.floor(turns.length / 5))
      }),
      { numRuns: 30 },
    )
  })
})

it("says in a summary what was cut, and goes on where it had been cut", () => {
  const turns = Array.from({ length: 12 }, (_, at) => ({ tools: 1, text: `Question ${at}?` }))
  const whole = asModelMessages(turns)
  const first = pruneMessages(whole)
  expect(first.messages[0]).toBe(whole[0])
  expect(first.cut).toBe(5)
  expect(first.summary.split("\n")[0]).toBe("Question 0? → Answer 0")
  const again = pruneMessages(first.messages, {
    offset: first.cut,
    known: { text: first.summary, covers: first.cut },
  })
  expect([again.messages, again.summary, again.cut]).toEqual([first.messages, first.summary, 5])
})

it("counts pictures and what tools said against the cap", () => {
  const large: ReadonlyArray<Message> = [
    {
      role: "user",
      content: [
        { text: "See" },
        { image: { format: "png", source: { bytes: new Uint8Array(9) } } },
      ],
    },
    { role: "assistant", content: [{ text: "A cat." }] },
    { role: "user", content: [{ text: "And?" }] },
    { role: "assistant", content: [{ text: "Nothing." }] },
  ]
  expect(pruneMessages(large, { maxTokens: 1_000 }).messages).toEqual(large.slice(2))
  expect(pruneMessages(large, { maxTokens: 5_000 }).messages).toEqual(large)
})
