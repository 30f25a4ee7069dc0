/** The real learning over a model, embeddings and missed wordings of the test's. */
import { Models, Spender } from "@manga-assist/assistant"
import { WordingBook } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  type BedrockReason,
  RedisConnection,
} from "@manga-assist/connections"
import type { Term } from "@manga-assist/leader"
import { type Config, ConfigProvider, Context, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import { wordingVersion } from "../../../../packages/assistant/src/answers/StoreWordings.ts"
import { rankedQuestions } from "../../src/questions/RankedQuestions.ts"
import { CustomerLoad } from "../../src/spending/CustomerPriority.ts"
import type { AskedQuestion } from "../../src/wordings/Candidates.ts"
import { makeLearning } from "../../src/wordings/LearningPass.ts"

/** What the model is shown, as it stands in its prompt. */
export type Shown =
  | { readonly question: string; readonly sentences: ReadonlyArray<string> }
  | { readonly first: string; readonly second: string }

export type Model = (
  shown: Shown,
) => string | { readonly fails: BedrockReason } | { readonly breaksOff: string }

export const en = (...texts: ReadonlyArray<string>): ReadonlyArray<AskedQuestion> =>
  texts.map((text) => ({ locale: "en", text }))

export const ja = (...texts: ReadonlyArray<string>): ReadonlyArray<AskedQuestion> =>
  texts.map((text) => ({ locale: "ja", text }))

/** Which of the sentences a choice names, beginning with 1. */
const numberOf = (sentences: ReadonlyArray<string>, isIt: (sentence: string) => boolean) =>
  String(sentences.map((each) => each.replace(/^\d+: /u, "")).findIndex(isIt) + 1)

/** Takes two texts for the same if `meaningOf` is. */
export const knowing =
  (meaningOf: (text: string) => string): Model =>
  (shown) => {
    if ("first" in shown) {
      return meaningOf(shown.first) === meaningOf(shown.second) ? "SAME" : "DIFFERENT"
    }
    return numberOf(shown.sentences, (each) => meaningOf(each) === meaningOf(shown.question))
  }

/** By patterns, each with what it means; what none matches means itself. */
export const byPatterns =
  (patterns: ReadonlyArray<readonly [RegExp, string]>) =>
  (text: string): string => {
    const found = patterns.find(([pattern]) => pattern.test(text))
    return found === undefined ? text : text.replace(...found)
  }

/** Words hashed onto dimensions: texts that share words are near. */
const vectorOf = (text: string): ReadonlyArray<number> => {
  const vector = Array.from({ length: 256 }, () => 0)
  const pieces = [...(text.match(/[a-z0-9]+/gu) ?? []), ...(text.match(/[\p{L}--[a-z]]/gv) ?? [])]
  for (const piece of pieces) {
    const at = Number.parseInt(hash("md5", piece, "hex").slice(0, 8), 16) % 256
    vector[at] = (vector[at] ?? 0) + 1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

export interface Lab {
  readonly model: Model
  readonly missed: ReadonlyArray<AskedQuestion>
  readonly asked?: ReadonlyArray<AskedQuestion>
  readonly environment?: Readonly<Record<string, string>>
  readonly book?: Layer.Layer<WordingBook, Config.ConfigError, RedisConnection>
  /** Where given, missed wordings are read from this Redis, and `missed` is not used. */
  readonly redisUrl?: string
  readonly embedding?: "down"
}

const memoryBook = WordingBook.layerMemory({ version: wordingVersion })

export const leads = (number = 1): Term => ({ number, lost: Effect.never, confirm: Effect.void })

/** What each reply costs. */
export const usage = { inputTokens: 300, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0 }

/** What stands still in `lab` may be exchanged between two passes. */
export const learningLab = Effect.fnUntraced(function* (lab: {
  -readonly [K in keyof Lab]: Lab[K]
}) {
  const shown: Array<Shown> = []
  const seen = { embedded: 0, spenders: new Set<string>() }
  const chat = BedrockChat.of({
    converse: ({ messages }) =>
      Effect.flatMap(Spender, (spender) => {
        seen.spenders.add(spender.class)
        const text = messages[0]?.content?.[0]?.text ?? ""
        const what: Shown = JSON.parse(text.split("\n")[1] ?? "")
        shown.push(what)
        const said = lab.model(what)
        if (typeof said !== "string" && "fails" in said) {
          return Effect.fail(new BedrockError({ reason: said.fails, detail: "scripted" }))
        }
        return Effect.succeed({
          stopReason: typeof said === "string" ? "end_turn" : "max_tokens",
          text: typeof said === "string" ? said : said.breaksOff,
          usage,
        })
      }),
  })
  const embeddings = BedrockEmbeddings.of({
    embed: (text) =>
      Effect.suspend(() => {
        seen.embedded += 1
        return lab.embedding === "down"
          ? Effect.fail(new BedrockError({ reason: "unavailable", detail: "scripted" }))
          : Effect.succeed(vectorOf(text))
      }),
  })
  const redis = lab.redisUrl === undefined ? {} : { REDIS_URL: lab.redisUrl }
  const layer = Layer.mergeAll(
    CustomerLoad.layer,
    lab.book ?? memoryBook,
    Models.layer,
    Layer.succeed(BedrockChat, chat),
    Layer.succeed(BedrockEmbeddings, embeddings),
  ).pipe(
    Layer.provideMerge(RedisConnection.layerOptional),
    Layer.provideMerge(
      ConfigProvider.layer(ConfigProvider.fromUnknown({ ...redis, ...lab.environment })),
    ),
  )
  const context = yield* Layer.build(Layer.fresh(layer))
  const learning = yield* makeLearning(
    lab.redisUrl === undefined
      ? Effect.sync(() => lab.missed)
      : rankedQuestions(Context.get(context, RedisConnection), "missed", 300),
    Effect.sync(() => lab.asked ?? []),
    32,
  ).pipe(Effect.provideContext(context))
  const book = Context.get(context, WordingBook)
  const find = (text: string, locale = "en") => book.find({ locale, text })
  return { learning, book, find, shown, seen, pass: learning.pass(leads()) }
})
