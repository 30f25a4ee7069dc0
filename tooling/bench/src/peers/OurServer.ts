/**
 * This repository's packages in the plain server of the comparison: answers cached in memory over Redis, one model call
 * for the same question on all instances, pooled and warm connections, nothing incomplete cached.
 */
import { makeAnswerCache, makeSharedFlight, TieredCacheStore } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockTransport,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { Effect, Layer, ManagedRuntime, Schema, Scope } from "effect"
import { keyOf } from "../caching/hits/TurnServer.ts"
import { type Asked, serveChats } from "./PlainServer.ts"

const layer = Layer.mergeAll(TieredCacheStore.layerNotified(), BedrockChat.layer).pipe(
  Layer.provideMerge(
    Layer.mergeAll(BedrockTransport.layer, RedisConnection.layer, RedisSubscriber.layerOptional),
  ),
)

const runtime = ManagedRuntime.make(layer)
await runtime.runPromise(Effect.flatMap(BedrockTransport, ({ warm }) => warm()))

const text = Schema.String
const { answers, chat, flight } = await runtime.runPromise(
  Effect.all({
    answers: makeAnswerCache({ schema: text }),
    chat: BedrockChat,
    flight: makeSharedFlight({ chunk: text, value: text, error: text }),
  }).pipe(Scope.provide(Scope.makeUnsafe())), // It ends with the process.
)

const hour = 3_600_000
/** Far beyond what is measured: a dead connection is found out by the transport, not by these. */
const patient = { firstEventMs: 30_000, gapMs: 30_000 }

const ask = Effect.fnUntraced(function* (
  { inferenceConfig, messages, model, system }: Asked,
  key: string,
  onText: (text: string) => void,
) {
  const request = {
    modelId: model,
    system: [{ text: system }],
    messages: messages.map(({ role, text: said }) => ({ role, content: [{ text: said }] })),
    inferenceConfig,
    ...patient,
  }
  const outcome = yield* chat
    .converse(request, { onText })
    .pipe(Effect.mapError(({ detail, reason }) => `${reason}: ${detail}`))
  // Before the flight ends, so that nobody finds neither of the two.
  if (outcome.stopReason === "end_turn") {
    yield* Effect.ignore(answers.write(key, outcome.text, { freshForMs: hour }))
  }
  return outcome.text
})

await serveChats((asked, say) =>
  runtime.runPromise(
    Effect.gen(function* () {
      const key = keyOf(asked.model, asked.question)
      const hit = yield* answers.lookup(key)
      if (hit !== undefined) return say(hit.value)
      yield* flight.join(key, (push) => ask(asked, key, push), say)
    }),
  ),
)
