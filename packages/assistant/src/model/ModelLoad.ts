/**
 * Publishes through Redis how busy customers keep the model, so that the precompute worker waits for them, and tells the
 * log and the operators what the models refuse. It wraps the models' interfaces and counts calls; turns are unaware of it.
 *
 * Each instance writes its field of one hash twice a second while something changes; a value expires after 3 s. Nothing
 * waits for Redis; without it the worker does not wait.
 */
import {
  BedrockChat,
  BedrockEmbeddings,
  type BedrockError,
  type BedrockReason,
  monotonicMs,
  RedisConnection,
  repeatForever,
} from "@manga-assist/connections"
import { Clock, Context, Effect, Layer, type Scope } from "effect"
import { randomUUID } from "node:crypto"
import { ModelRefusals } from "./ModelRefusals.ts"

export interface ModelLoadCounters {
  /** Calls under way now. */
  running: number
  /** Since the start: calls that a model refused for being busy, of vectors too. */
  refused: number
  /** Since the start: calls for which a model gave no access, of vectors too. */
  denied: number
}

const key = "load:{load}:model"
const tellEveryMs = 500
const commandMs = 500
/** What an instance told is forgotten by readers after 3 s, and removed by the next teller after a minute. */
const removeAfterMs = 60_000

/** Something of another kind in its place was written by nobody here. */
const tellScript = `
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'none' and kind ~= 'hash' then redis.call('DEL', KEYS[1]) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^%d+') or '0')
  if now - at > tonumber(ARGV[4]) then redis.call('HDEL', KEYS[1], all[i]) end
end
return 1`

const busy: ReadonlySet<BedrockReason> = new Set<BedrockReason>(["throttled", "unavailable"])

export class ModelLoad extends Context.Service<
  ModelLoad,
  {
    readonly counters: () => Readonly<ModelLoadCounters>
    /** What the model has refused within the last minute, and why; undefined: nothing. */
    readonly trouble: () => string | undefined
  }
>()("@manga-assist/assistant/ModelLoad") {
  /** The models as customers' turns are to use them: those beneath, counted. */
  static readonly layer: Layer.Layer<ModelLoad | Counted, never, Counted | RedisConnection> =
    Layer.effectContext(Effect.suspend(() => makeModelLoad()))
}

type Counted = BedrockChat | BedrockEmbeddings

const makeModelLoad = Effect.fnUntraced(function* (): Effect.fn.Return<
  Context.Context<ModelLoad | Counted>,
  never,
  Counted | RedisConnection | Scope.Scope
> {
  const chat = yield* BedrockChat
  const embeddings = yield* BedrockEmbeddings
  const redis = yield* RedisConnection
  const counters: ModelLoadCounters = { running: 0, refused: 0, denied: 0 }
  const refusals = new ModelRefusals()
  const now = monotonicMs(yield* Clock.Clock)
  /** Most at once and refusals since it was told last. */
  let most = 0
  let refused = 0
  const telling = <A>(modelId: string, call: Effect.Effect<A, BedrockError>) =>
    Effect.tapError(call, (error) => {
      if (error.reason === "access-denied") counters.denied += 1
      if (busy.has(error.reason)) {
        counters.refused += 1
        refused += 1
      }
      const line = refusals.note(modelId, error, now())
      return line === undefined ? Effect.void : Effect.logWarning(line)
    })
  const countedEmbeddings = BedrockEmbeddings.of({
    embed: (text, options) => telling(options.modelId, embeddings.embed(text, options)),
  })
  const counted = BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        counters.running += 1
        most = Math.max(most, counters.running)
        return telling(request.modelId, chat.converse(request, listener))
      }).pipe(
        Effect.ensuring(
          Effect.sync(() => {
            counters.running -= 1
          }),
        ),
      ),
  })
  const instance = randomUUID()
  let told = 0
  const tell = Effect.suspend(() => {
    const [busiest, refusedNow] = [most, refused]
    most = counters.running
    refused = 0
    // Also once when it has become quiet.
    if (busiest + refusedNow + told === 0) return Effect.void
    told = busiest + refusedNow
    return redis.run("load.tell", commandMs, (client) =>
      client.eval(tellScript, 1, key, instance, busiest, refusedNow, removeAfterMs),
    )
  }).pipe(Effect.catch((error) => Effect.logDebug("the load could not be told", error.message)))
  if (redis.configured) {
    yield* Effect.sleep(tellEveryMs).pipe(
      Effect.andThen(tell),
      repeatForever("telling the load"),
      Effect.forkScoped({ startImmediately: true }),
    )
  }
  return Context.make(
    ModelLoad,
    ModelLoad.of({ counters: () => counters, trouble: () => refusals.trouble(now()) }),
  ).pipe(Context.add(BedrockChat, counted), Context.add(BedrockEmbeddings, countedEmbeddings))
})
