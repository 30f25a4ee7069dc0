/**
 * Summaries of long conversations, written by the smaller model in the background after a turn that the model answered.
 *
 * A summary is due when the next prompt would drop turns that no summary covers; prompts drop turns in blocks of five.
 * One runs for each session and four for the process; others are tried after a later turn. After a failure the prompt
 * contains one line for each dropped turn instead.
 */
import type { BedrockChat } from "@manga-assist/connections"
import { Context, Effect, Fiber, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { Spender } from "../budget/Spender.ts"
import {
  type Conversation,
  type ConversationSummary,
  joinConversations,
} from "../conversation/Conversation.ts"
import type { Models } from "../model/Models.ts"
import { prunedConversation } from "../prompt/Prompt.ts"
import { ownedKey } from "../conversation/session/SessionKeys.ts"
import { SessionStore } from "../conversation/session/SessionStore.ts"
import { summaryOfTurns } from "./SummarizeTurns.ts"

export interface SummaryCounters {
  started: number
  written: number
  /** No model, no time, nothing said, or blocked. */
  failed: number
  /** Four were being written already. */
  postponed: number
}

const maxRunning = 4
const maxKept = 20_000
const keepMs = 2_000

export class Summaries extends Context.Service<
  Summaries,
  {
    /** Starts a summary where one is due; true when it did. Returns at once. */
    readonly offer: (
      session: string,
      user: string | undefined,
      conversation: Conversation,
    ) => boolean
    /** The conversation with the newest summary that this process wrote. */
    readonly join: (
      session: string,
      user: string | undefined,
      conversation: Conversation,
    ) => Conversation
    readonly counters: () => Readonly<SummaryCounters>
  }
>()("@manga-assist/assistant/Summaries") {
  /** Closing it ends what is being written. */
  static readonly layer: Layer.Layer<Summaries, never, BedrockChat | Models | SessionStore> =
    Layer.effect(
      Summaries,
      Effect.suspend(() => make),
    )

  /** No conversation is summarized by a model. */
  static readonly layerOff: Layer.Layer<Summaries> = Layer.sync(Summaries, () =>
    Summaries.of({
      offer: () => false,
      join: (_session, _user, conversation) => conversation,
      counters: () => ({ started: 0, written: 0, failed: 0, postponed: 0 }),
    }),
  )
}

const make = Effect.gen(function* () {
  const sessions = yield* SessionStore
  const services = yield* Effect.context<BedrockChat | Models>()
  const runFork = Effect.runForkWith(services)
  const counters: SummaryCounters = { started: 0, written: 0, failed: 0, postponed: 0 }
  const running = new Map<string, Fiber.Fiber<void>>()
  const kept = new LRUCache<string, ConversationSummary>({ max: maxKept })
  yield* Effect.addFinalizer(() => Fiber.interruptAll([...running.values()]))

  const write = Effect.fnUntraced(function* (
    session: string,
    user: string | undefined,
    conversation: Conversation,
    cut: number,
  ) {
    const text = yield* summaryOfTurns(conversation, cut)
    if (text === undefined) {
      counters.failed += 1
      return
    }
    const summary = { text, covers: cut }
    kept.set(ownedKey(session, user), summary)
    counters.written += 1
    // The table's copy is for other processes; without it they have a line for each turn.
    yield* sessions
      .summarize(session, user, summary, keepMs)
      .pipe(Effect.catch((error) => Effect.logDebug("a summary was not kept", error.message)))
  })

  return Summaries.of({
    offer: (session, user, conversation) => {
      const key = ownedKey(session, user)
      const covered = Math.max(conversation.summary?.covers ?? 0, kept.get(key)?.covers ?? 0)
      const { cut } = prunedConversation(conversation)
      if (cut <= covered || running.has(key)) return false
      if (running.size >= maxRunning) {
        counters.postponed += 1
        return false
      }
      counters.started += 1
      const fiber = runFork(
        write(session, user, conversation, cut).pipe(
          Effect.provideService(Spender, { class: "summary" }),
          Effect.catchCause((cause) => {
            counters.failed += 1
            return Effect.logWarning("a summary was not written", cause)
          }),
          Effect.ensuring(
            Effect.sync(() => {
              running.delete(key)
            }),
          ),
        ),
      )
      if (fiber.pollUnsafe() === undefined) running.set(key, fiber)
      return true
    },
    join: (session, user, conversation) => {
      const summary = kept.get(ownedKey(session, user))
      return summary === undefined
        ? conversation
        : joinConversations(conversation, { turns: [], summary })
    },
    counters: () => counters,
  })
})
