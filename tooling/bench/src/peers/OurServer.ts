/**
 * This repository's packages in the plain server of the comparison: answers cached in memory over Redis, one model call
 * for the same question on all instances, pooled and warm connections, nothing incomplete cached.
 */
import {
  type AnswerCache,
  answerKey,
  makeAnswerCache,
  makeSharedFlight,
  normalizeQuestion,
  type SharedFlight,
  TieredCacheStore,
} from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockTransport,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { Context, Effect, Layer, ManagedRuntime, Schema } from "effect"
import { type Answer, type Asked, serveChats } from "./PlainServer.ts"

const Failure = Schema.Struct({ reason: Schema.String, detail: Schema.String })

class Answers extends Context.Service<Answers, AnswerCache<string>>()("bench/peers/Answers") {
  static readonly layer = Layer.effect(Answers, makeAnswerCache({ schema: Schema.String }))
}

class Flight extends Context.Service<Flight, SharedFlight<string, string, typeof Failure.Type>>()(
  "bench/peers/Flight",
) {
  static readonly layer = Layer.effect(
    Flight,
    makeSharedFlight({ chunk: Schema.String, value: Schema.String, error: Failure }),
  )
}

const layer = Layer.mergeAll(
  Answers.layer.pipe(Layer.provide(TieredCacheStore.layerNotified())),
  Flight.layer,
  BedrockChat.layer,
).pipe(
  Layer.provideMerge(
    Layer.mergeAll(BedrockTransport.layer, RedisConnection.layer, RedisSubscriber.layerOptional),
  ),
)

const hour = 3_600_000
/** Far beyond what is measured: a dead connection is found out by the transport, not by these. */
const patient = { firstEventMs: 30_000, gapMs: 30_000 }

const keyOf = ({ model, question }: Asked): string =>
  answerKey({
    partition: "bench",
    locale: "en",
    intent: "chat",
    question: normalizeQuestion(question),
    slots: {},
    model,
    promptVersion: "1",
    catalogueVersion: "1",
  })

const ask = Effect.fnUntraced(function* (
  asked: Asked,
  key: string,
  push: (text: string) => void,
): Effect.fn.Return<string, typeof Failure.Type, Answers | BedrockChat> {
  const chat = yield* BedrockChat
  const answers = yield* Answers
  const { text, stopReason } = yield* chat
    .converse(
      {
        modelId: asked.model,
        system: [{ text: asked.system }],
        messages: asked.messages.map(({ role, text: said }) => ({
          role,
          content: [{ text: said }],
        })),
        inferenceConfig: asked.inferenceConfig,
        ...patient,
      },
      { onText: push },
    )
    .pipe(Effect.mapError(({ reason, detail }) => ({ reason, detail })))
  // Before the flight ends, so that nobody finds neither of the two.
  if (stopReason === "end_turn") {
    yield* Effect.ignore(answers.write(key, text, { freshForMs: hour }))
  }
  return text
})

const converse = Effect.fnUntraced(function* (asked: Asked, say: (text: string) => void) {
  const key = keyOf(asked)
  const hit = yield* (yield* Answers).lookup(key)
  if (hit !== undefined) return say(hit.value)
  yield* (yield* Flight).join(key, (push) => ask(asked, key, push), say)
})

const runtime = ManagedRuntime.make(layer)
await runtime.runPromise(Effect.flatMap(BedrockTransport, ({ warm }) => warm()))

const answer: Answer = async (asked, say) => {
  const result = await runtime.runPromise(Effect.result(converse(asked, say)))
  if (result._tag === "Success") return
  const { failure } = result
  throw new Error("detail" in failure ? `${failure.reason}: ${failure.detail}` : failure.message)
}

await serveChats(answer)
