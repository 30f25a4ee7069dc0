/** The real learning over a judge, embeddings and missed questions of the test's. */
import { Models, Spender } from "@manga-assist/assistant"
import { AliasBook } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  type BedrockReason,
  RedisConnection,
} from "@manga-assist/connections"
import { type Config, ConfigProvider, Context, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import { aliasVersion } from "../../../../packages/assistant/src/answers/StoreAliases.ts"
import { differentPairs } from "../../src/aliases/ControlPairs.ts"
import type { Pair } from "../../src/aliases/JudgePrompt.ts"
import { makeLearning } from "../../src/aliases/LearningPass.ts"
import { LearningRecord } from "../../src/aliases/LearningRecord.ts"
import type { Question } from "../../src/aliases/NearQuestions.ts"
import { rankedQuestions } from "../../src/questions/RankedQuestions.ts"
import { CustomerLoad } from "../../src/spending/CustomerPriority.ts"
import type { Term } from "@manga-assist/leader"

/** What the judge is shown, as it stands in its prompt. */
export interface Shown extends Pair {
  readonly onlyInFirst: ReadonlyArray<string>
  readonly onlyInSecond: ReadonlyArray<string>
}

export type Judge = (
  shown: Shown,
) => string | { readonly fails: BedrockReason } | { readonly breaksOff: string }

export const en = (...texts: ReadonlyArray<string>): ReadonlyArray<Question> =>
  texts.map((text) => ({ locale: "en", text }))

export const ja = (...texts: ReadonlyArray<string>): ReadonlyArray<Question> =>
  texts.map((text) => ({ locale: "ja", text }))

const isControl = ({ first, second }: Shown) =>
  differentPairs.some(
    (pair) =>
      (pair.first === first && pair.second === second) ||
      (pair.first === second && pair.second === first),
  )

/** Knows the pairs that are planted, or says what the test says of them, and of others too. */
export const knowing =
  (judge: Judge, ofControls: Judge = () => "DIFFERENT"): Judge =>
  (shown) =>
    isControl(shown) ? ofControls(shown) : judge(shown)

/** Says yes to these pairs, in either order. */
export const approving = (...pairs: ReadonlyArray<readonly [string, string]>): Judge =>
  knowing(({ first, second }) =>
    pairs.some((pair) => pair.includes(first) && pair.includes(second)) ? "SAME" : "DIFFERENT",
  )

export const withoutControls = (shown: ReadonlyArray<Shown>): ReadonlyArray<Shown> =>
  shown.filter((each) => !isControl(each))

/** Words hashed onto dimensions: texts that share words are near. */
const vectorOf = (text: string): ReadonlyArray<number> => {
  const vector = Array.from({ length: 256 }, () => 0)
  // As in real embeddings no two questions are far apart.
  vector[0] = 1.5
  const pieces = [...(text.match(/[a-z0-9]+/gu) ?? []), ...(text.match(/[\p{L}--[a-z]]/gv) ?? [])]
  for (const piece of pieces) {
    const at = Number.parseInt(hash("md5", piece, "hex").slice(0, 8), 16) % 256
    vector[at] = (vector[at] ?? 0) + 1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

export interface Lab {
  readonly judge: Judge
  readonly missed: ReadonlyArray<Question>
  readonly kept: ReadonlyArray<Question>
  readonly environment?: Readonly<Record<string, string>>
  readonly book?: Layer.Layer<AliasBook, Config.ConfigError, RedisConnection>
  /** Where given, missed questions are read from this Redis, and `missed` is not used. */
  readonly redisUrl?: string
  readonly embedding?: "down"
}

const memoryBook = AliasBook.layerMemory({ version: aliasVersion() })

export const leads = (number = 1): Term => ({ number, lost: Effect.never, confirm: Effect.void })

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
        const pair: Shown = JSON.parse(text.split("\n")[1] ?? "")
        shown.push(pair)
        const said = lab.judge(pair)
        if (typeof said !== "string" && "fails" in said) {
          return Effect.fail(new BedrockError({ reason: said.fails, detail: "scripted" }))
        }
        return Effect.succeed({
          stopReason: typeof said === "string" ? "end_turn" : "max_tokens",
          text: typeof said === "string" ? said : said.breaksOff,
          usage: { inputTokens: 300, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0 },
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
    LearningRecord.layer,
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
    Effect.sync(() => lab.kept),
    32,
  ).pipe(Effect.provideContext(context))
  const book = Context.get(context, AliasBook)
  const find = (words: string, locale = "en") => book.find({ partition: "public", locale, words })
  return { learning, book, find, shown, seen, pass: learning.pass(leads()) }
})
