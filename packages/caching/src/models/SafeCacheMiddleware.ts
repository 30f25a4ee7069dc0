/**
 * The AI SDK middleware: chooses which calls use the cache, delivers answers to each caller, and handles callers that
 * leave.
 *
 * A failing cache never fails a call: without Redis each process calls the model itself.
 */
import { anyText, func, object } from "@manga-assist/options"
import { Effect, Layer, ManagedRuntime } from "effect"
import type { LanguageModelMiddleware } from "ai"
import type { AnswerCacheCounters } from "../answers/AnswerCacheCounters.ts"
import type { WhenInvalidated } from "../answers/Freshness.ts"
import { CacheError } from "../CacheError.ts"
import { check, entryFields, lifetimes, storeRules, storesOf } from "../Stores.ts"
import type { StoreOptions } from "../stores/StoreOptions.ts"
import type { CallCounters } from "./CallCounters.ts"
import { generated, streamed } from "./ModelCall.ts"
import { modelKey } from "./ModelKey.ts"
import {
  type CallParams,
  errorOf,
  type GenerateResult,
  type Model,
  pack,
  type StreamPart,
  type StreamResult,
  unpackPart,
  unpackParts,
  unpackResult,
} from "./ModelParts.ts"
import { type SharedCall, SharedCalls, type Source } from "./SharedCalls.ts"

export interface CallPolicy {
  /** What the answer depends on; `invalidate` of any of them ends it. At most 100. */
  readonly tags?: ReadonlyArray<string> | undefined
  /** Who may share the answer, for example a tenant; everybody who asks the same unless given. */
  readonly partition?: string | undefined
  readonly freshForMs?: number | undefined
  readonly staleForMs?: number | undefined
  /**
   * `"stale"`: an answer whose tag was invalidated is served for what is left of its time, fresh and stale, while it is
   * made anew. Both the call that stored it and the call that reads it must say so. `"remove"` unless given.
   */
  readonly whenInvalidated?: WhenInvalidated | undefined
}

export interface SafeCacheOptions extends StoreOptions {
  /** An answer is fresh for so long, shortened by up to a tenth. */
  readonly freshForMs: number
  /** After that it is still served for so long, while it is made anew; 0 unless given. */
  readonly staleForMs?: number | undefined
  /**
   * The form that all wordings of a question share, or `undefined` for a question that no grammar explains, which
   * is then the same only literally. Asked about a last message that is one plain text; what was said before it
   * is part of the key as it stands.
   */
  readonly canonical?: ((question: string) => string | undefined) | undefined
  /** Of `canonical` and `mayKeep`: another version finds nothing of an earlier one. */
  readonly version?: string | undefined
  /**
   * For each call: `false` keeps it away from the cache, for example one about a person. A call whose policy is wrong
   * fails with an `OptionError`.
   */
  readonly forCall?: ((params: CallParams) => CallPolicy | false) | undefined
  /** Asked about the text of a complete answer before it is kept. */
  readonly mayKeep?: ((text: string) => PromiseLike<boolean> | boolean) | undefined
}

export interface SafeCacheCounters extends CallCounters, AnswerCacheCounters {
  /** Calls that were answered from another caller's call. */
  shared: number
  /** Calls that the cache was kept away from. */
  passed: number
}

/** Give it to `wrapLanguageModel` as `middleware`. */
export interface SafeCacheMiddleware extends Required<
  Pick<LanguageModelMiddleware, "wrapGenerate" | "wrapStream">
> {
  readonly specificationVersion: "v4"
  /** Ends every answer that depends on one of the tags, or makes it stale (`whenInvalidated`); change the data first. */
  readonly invalidate: (...tags: ReadonlyArray<string>) => Promise<void>
  readonly counters: () => SafeCacheCounters
  /** Ends when the answers that were heard to their end so far are kept, and stale ones are made anew. */
  readonly idle: () => Promise<void>
  /** Waits up to 2 s for answers that are being kept. Calls under way end with an error. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const rules = object<SafeCacheOptions>({
  ...storeRules,
  ...lifetimes,
  canonical: func,
  version: anyText,
  forCall: func,
  mayKeep: func,
})

const policyRules = object<CallPolicy>({ ...entryFields, partition: anyText })

/** Rejects with an `OptionError`. */
export const safeCacheMiddleware = async (
  options: SafeCacheOptions,
): Promise<SafeCacheMiddleware> => {
  check("safeCacheMiddleware", rules, options)
  const runtime = ManagedRuntime.make(Layer.provide(SharedCalls.layer, storesOf(options)))
  const calls = await runtime.runPromise(SharedCalls)
  const underWay = new Set<UnderWay>()
  let shared = 0
  let passed = 0

  /** As the caller wants it; nothing said is nothing wanted. */
  const policyOf = (params: CallParams): CallPolicy | false => {
    const policy = options.forCall?.(params)
    if (policy === undefined) return {}
    if (policy !== false) check("safeCacheMiddleware", policyRules, policy, "forCall()")
    return policy
  }

  const callOf = (
    kind: "generate" | "stream",
    model: Model,
    params: CallParams,
  ): SharedCall | undefined => {
    const policy = seen(params) && policyOf(params)
    if (policy === false) {
      passed += 1
      return undefined
    }
    const { canonical, version = "" } = options
    const { freshForMs, partition = "", staleForMs, tags = [], whenInvalidated } = policy
    return {
      key: modelKey({ kind, model, params, partition, version, canonical }),
      policy: {
        freshForMs: freshForMs ?? options.freshForMs,
        staleForMs: staleForMs ?? options.staleForMs,
        tags,
        whenInvalidated,
      },
      mayKeep: options.mayKeep ?? (() => true),
      run: kind === "stream" ? streamed(model, params) : () => generated(model, params),
      replay: kind === "stream" ? replay : () => {},
    }
  }

  /** The answer as far as it is kept; what is stale is made anew by a call that nobody waits for. */
  const kept = async (call: SharedCall): Promise<string | undefined> => {
    const { key, policy } = call
    const hit =
      calls.cache.findInMemory(key, policy) ??
      (await runtime.runPromise(calls.cache.lookup(key, policy)))
    if (hit?.freshness === "stale") {
      calls.background.run(calls.join(call, () => {}, undefined, true))
    }
    return hit?.value
  }

  const join = async (
    call: SharedCall,
    { abortSignal }: CallParams,
    onChunk: (text: string, source: () => Source) => void,
  ): Promise<{ value: string; source: Source }> => {
    let source: Source = "flight"
    const told = (from: Source) => void (source = from)
    const joined = calls
      .join(call, (text) => onChunk(text, () => source), told)
      .pipe(
        Effect.catch((error) => Effect.fail(error instanceof CacheError ? error : errorOf(error))),
      )
    const value = await runtime.runPromise(joined, { signal: abortSignal })
    if (source === "flight") shared += 1
    return { value, source }
  }

  const live = (call: SharedCall, params: CallParams): Promise<StreamResult> =>
    new Promise((resolve, reject) => {
      const left = new AbortController()
      const { abortSignal: asked } = params
      const abortSignal = asked === undefined ? left.signal : AbortSignal.any([left.signal, asked])
      const flight: UnderWay = { state: "waiting", over: undefined }
      const begin = (controller: ReadableStreamDefaultController<StreamPart>) => {
        const onChunk = (text: string, source: () => Source) => {
          if (flight.state === "waiting") queueMicrotask(() => resolve({ stream }))
          if (flight.state === "ended" || left.signal.aborted) return
          const part = unpackPart(text)
          controller.enqueue(marked(part, source()))
          flight.state = part.type === "finish" ? "ended" : "speaking"
          if (flight.state === "ended") controller.close()
        }
        const fail = (error: unknown) => {
          const reason: unknown = asked?.aborted === true ? asked.reason : error
          // A call that failed before it said anything is the caller's to try again.
          if (flight.state === "waiting") reject(reason)
          else if (flight.state === "speaking" && !left.signal.aborted) controller.error(reason)
        }
        const end = () => {
          if (flight.state === "waiting") queueMicrotask(() => resolve({ stream }))
          if (flight.state !== "ended" && !left.signal.aborted) controller.close()
        }
        underWay.add(flight)
        flight.over = join(call, { ...params, abortSignal }, onChunk)
          .then(end, fail)
          .finally(() => underWay.delete(flight))
      }
      const stream = new ReadableStream<StreamPart>({ start: begin, cancel: () => left.abort() })
    })

  /** A call ends a little later than its callers hear so. */
  const heard = async () => {
    const ended = [...underWay].filter(({ state }) => state === "ended")
    for (const { over } of ended) await over
  }

  const close = async () => {
    await heard()
    await runtime.dispose()
  }
  return {
    specificationVersion: "v4",
    wrapStream: async ({ doStream, model, params }) => {
      const call = callOf("stream", model, params)
      if (call === undefined) return doStream()
      params.abortSignal?.throwIfAborted()
      const text = await kept(call)
      return text === undefined ? live(call, params) : { stream: said(unpackParts(text)) }
    },
    wrapGenerate: async ({ doGenerate, model, params }) => {
      const call = callOf("generate", model, params)
      if (call === undefined) return doGenerate()
      params.abortSignal?.throwIfAborted()
      const text = await kept(call)
      if (text !== undefined) return marked(unpackResult(text), "cache")
      const { source, value } = await join(call, params, () => {})
      return marked(unpackResult(value), source)
    },
    invalidate: (...tags) => runtime.runPromise(calls.tagVersions.invalidate(tags)),
    idle: async () => {
      await heard()
      await runtime.runPromise(calls.background.idle)
    },
    counters: () => ({ ...calls.cache.counters(), ...calls.counters, shared, passed }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface UnderWay {
  /** What its caller has heard of it. */
  state: "waiting" | "speaking" | "ended"
  over: Promise<void> | undefined
}

/** Tools of the provider look at the world outside, and raw chunks are for those who want no cache. */
const seen = ({ includeRawChunks, tools = [] }: CallParams): boolean =>
  includeRawChunks !== true && tools.every(({ type }) => type === "function")

const replay = (packed: string, push: (text: string) => void): void => {
  for (const part of unpackParts(packed)) push(pack(part))
}

/** Chunk by chunk, as fast as it is read. */
const said = (parts: ReadonlyArray<StreamPart>): ReadableStream<StreamPart> =>
  ReadableStream.from(parts.map((part) => marked(part, "cache")))

/** The end of an answer says where it came from: `usage` is what it cost once, whoever paid. */
const marked = <A extends StreamPart | GenerateResult>(answer: A, source: Source): A =>
  "finishReason" in answer
    ? {
        ...answer,
        providerMetadata: { ...answer.providerMetadata, safeCache: { source } },
      }
    : answer
