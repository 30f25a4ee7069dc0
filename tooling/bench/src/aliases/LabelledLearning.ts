/**
 * Runs the precompute worker's learning of aliases (wordings that get the cached answer of another question that means
 * the same) over the labelled pairs of questions. Questions that the store's grammar understands count as cached, all
 * others as asked and not found.
 *
 * Everything but Redis and the network takes part: the rules, the vector index that proposes pairs, the judge (the
 * emulated model decides whether two questions ask the same, and is tested with control pairs that are known to
 * differ), and the `AliasBook` that keeps approved aliases.
 */
import { aliasVersion, Models } from "@manga-assist/assistant"
import { AliasBook, normalizeQuestion } from "@manga-assist/caching"
import { BedrockChat, BedrockEmbeddings, RedisConnection } from "@manga-assist/connections"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { read } from "../caching/labelled/AssistantSource.ts"
import { type LabelledPair } from "../caching/labelled/LabelledPairs.ts"
import { CustomerLoad, embed, LearningRecord, makeLearning, pairVerdict } from "./LearningSource.ts"

interface Question {
  readonly locale: "en" | "ja"
  readonly text: string
}

export interface Learned {
  readonly book: Pick<AliasBook["Service"], "find">
  readonly kept: number
  readonly missed: number
  /** `proposed`, `approved`, `rejected:<reason>`, … as the worker counts them. */
  readonly counts: Readonly<Record<string, number>>
  /** Questions put to the local model. */
  readonly judged: number
  readonly aliases: ReadonlyArray<{ readonly words: string; readonly kept: string }>
}

const questionsOf = (pairs: ReadonlyArray<LabelledPair>) => {
  const texts = [...new Set(pairs.flatMap(({ asked, stored }) => [stored, asked]))]
  const kept: Array<Question> = []
  const missed: Array<Question> = []
  for (const text of texts) {
    const { locale, reading } = read(text)
    if (reading.known) kept.push({ locale, text })
    // As the orchestrators count it.
    else missed.push({ locale, text: normalizeQuestion(text) })
  }
  return { kept, missed }
}

/** No service of it waits; the passes are as many as the worker's bounds make necessary. */
const mostPasses = 40
const settings = ConfigProvider.layer(
  ConfigProvider.fromUnknown({ ALIAS_TOKENS_PER_HOUR: "100000000" }),
)

export const learnFromPairs = (pairs: ReadonlyArray<LabelledPair>): Promise<Learned> => {
  const { kept, missed } = questionsOf(pairs)
  let judged = 0
  const local = Layer.mergeAll(
    Layer.succeed(
      BedrockChat,
      BedrockChat.of({
        converse: ({ messages }) =>
          Effect.sync(() => {
            judged += 1
            const text = messages[0]?.content?.[0]?.text ?? ""
            return { stopReason: "end_turn", text: pairVerdict(text) ?? "" }
          }),
      }),
    ),
    Layer.succeed(
      BedrockEmbeddings,
      BedrockEmbeddings.of({
        embed: (text) => Effect.sync(() => embed(text, { dimensions: 256, normalize: true })),
      }),
    ),
    AliasBook.layerMemory({ version: aliasVersion() }),
    CustomerLoad.layer,
    LearningRecord.layer,
    Models.layer,
  ).pipe(Layer.provideMerge(RedisConnection.layerOptional), Layer.provide(settings))
  return Effect.gen(function* () {
    const context = yield* Layer.build(local)
    const learning = yield* makeLearning(Effect.succeed(missed), Effect.succeed(kept), 32).pipe(
      Effect.provideContext(context),
    )
    const term = { number: 1, lost: Effect.never, confirm: Effect.void }
    for (let pass = 0; pass < mostPasses; pass += 1) {
      const { approved, disagreed, proposed, rejected } = yield* learning.pass(term)
      if (disagreed > 0) break
      if (pass > 0 && proposed + approved + Object.keys(rejected).length === 0) break
    }
    const { learning: counts } = yield* learning.summary
    const book = Context.get(context, AliasBook)
    const { aliases } = yield* book.state
    return { book, kept: kept.length, missed: missed.length, counts, judged, aliases }
  }).pipe(Effect.scoped, Effect.provide(settings), Effect.runPromise)
}
