/** Turns on the test clock over a model that the test drives: what it asks tools for, and what becomes of it. */
import { assert } from "@effect/vitest"
import { catalogueDate, mangaShop } from "@manga-assist/catalogue"
import { Clock, Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { systemPromptOf } from "../../src/prompt/SystemPrompt.ts"
import { SessionRecord } from "../../src/record/SinkRecords.ts"
import { Turn } from "../../src/turn/Turn.ts"
import { TurnClock } from "../../src/turn/TurnClock.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import type { TurnRequest } from "../../src/turn/TurnRequest.ts"
import { type DrivenCall, drivenChat, refusalOf } from "../drivenChat.ts"
import { type Script, scriptedStore, type Seen } from "../scriptedStore.ts"
import { passing } from "../tools/askStore.ts"

const systemPrompt = systemPromptOf(mangaShop())

const budgetMs = 2_000

/** Of a customer, so that no answer to it is shared; with cards. */
export const wish = "Recommend a comedy for me"
/** Nothing is read for it, and nothing shown. */
export const plain = "How much would that be together?"

export const driven = (script: Script = {}) => {
  const { calls, chat } = drivenChat()
  const { layer, seen } = scriptedStore({ chat, finds: passing, ...script })
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  return { calls, seen, layer: Layer.provide(layer, clock) }
}

/** Begins a turn on the catalogue's day, with `leftMs` of its budget. */
export const begin = Effect.fnUntraced(function* (
  text: string,
  more: Partial<TurnRequest> & { readonly leftMs?: number; readonly isVisitor?: true } = {},
) {
  const turn = yield* Turn
  const { isVisitor, leftMs = budgetMs, ...request } = more
  const day = Date.parse(catalogueDate)
  if ((yield* Clock.currentTimeMillis) < day) yield* TestClock.setTime(day)
  const arrivedAt = (yield* Clock.currentTimeMillis) - (budgetMs - leftMs)
  const events: Array<TurnEvent> = []
  const who = isVisitor === true ? {} : { user: "demo-20" }
  const asked = { id: "m-1", session: "s-1", ...who, text, arrivedAt, ...request }
  const fiber = yield* Effect.forkChild(
    turn.run(asked, (event) => events.push(event)),
    { startImmediately: true },
  )
  const last = Effect.map(Fiber.join(fiber), () => {
    assert.lengthOf(events.filter(isLast), 1)
    return events.at(-1)
  })
  return {
    events,
    fiber,
    said: () => events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join(""),
    cards: () =>
      events.flatMap((event) =>
        event.type === "products" ? [event.products.map(({ id }) => id)] : [],
      ),
    types: () =>
      events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]),
    end: Effect.map(last, (event) => {
      assert(event?.type === "turn-end", `ended in ${event?.type ?? "nothing"}`)
      return event.end
    }),
    failure: Effect.map(last, (event) => {
      assert(event?.type === "turn-failed", `ended in ${event?.type ?? "nothing"}`)
      return event.failure
    }),
  }
})
export type Begun = Effect.Success<ReturnType<typeof begin>>

const isLast = ({ type }: TurnEvent) => type === "turn-end" || type === "turn-failed"

/** Lets what can run without time run, until it holds. */
export const until = Effect.fnUntraced(function* (holds: () => boolean, what: string) {
  for (let turn = 0; turn < 1_000 && !holds(); turn += 1) yield* Effect.yieldNow
  assert.isTrue(holds(), what)
})

/** The call of this number, once it is made; no request of a turn may be one that Bedrock refuses. */
export const callOf = Effect.fnUntraced(function* (
  calls: ReadonlyArray<DrivenCall>,
  number: number,
) {
  yield* until(() => calls.length >= number, `call ${number} was made`)
  const call = calls[number - 1]
  assert(call !== undefined)
  assert.isUndefined(refusalOf(call.request))
  return call
})

/** Begins a turn whose first call is made. */
export const asked = Effect.fnUntraced(function* (
  calls: ReadonlyArray<DrivenCall>,
  text = wish,
  more: Parameters<typeof begin>[1] = {},
) {
  const before = calls.length
  const turn = yield* begin(text, more)
  return { turn, first: yield* callOf(calls, before + 1) }
})

export const toolNamesOf = ({ request }: DrivenCall): ReadonlyArray<string | undefined> =>
  (request.fields?.toolConfig?.tools ?? []).map(({ toolSpec }) => toolSpec?.name)

/** Neither offered a tool nor told of any. */
export const isPlain = (call: DrivenCall): void => {
  assert.notProperty(call.request.fields, "toolConfig")
  const [only, ...others] = call.request.system.flatMap(({ text }) => text ?? [])
  assert.isEmpty(others)
  assert.isTrue(only === systemPrompt)
}

/** The blocks of its last message. */
export const lastBlocks = ({ request }: DrivenCall) => request.messages.at(-1)?.content ?? []

/** The results in the last message, as the model reads them. */
export const resultsOf = (call: DrivenCall) =>
  lastBlocks(call).map(({ toolResult }) => {
    const [block] = toolResult?.content ?? []
    return {
      id: toolResult?.toolUseId,
      status: toolResult?.status,
      told: JSON.parse(block?.text ?? "null") as Readonly<Record<string, unknown>>, // A tool's content.
    }
  })

/** Stages of the timeline by name, with their outcomes. */
export const stagesOf = ({
  timeline = [],
}: {
  readonly timeline?: ReadonlyArray<{ readonly stage: string; readonly outcome: string }>
}) => Object.fromEntries(timeline.map(({ outcome, stage }) => [stage, outcome]))

const sessionRecord = Schema.decodeUnknownSync(SessionRecord)

/** The turns that the session has from now on. */
export const recordedIn = ({ recorded }: Seen) =>
  recorded.session.map((record) => sessionRecord(record).turn)
