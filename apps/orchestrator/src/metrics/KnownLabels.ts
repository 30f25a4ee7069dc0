/** Label sets of counters that are known before anything is counted. Others come with their first event. */
import type { TurnEvent } from "@manga-assist/assistant"
import type { Labels } from "@manga-assist/process/metrics"
import { AnswerSource, clientFrameSchemas, degradations, ErrorCode } from "@manga-assist/protocol"
import { identityReasons } from "../identity/Identity.ts"

type KnownLabels = ReadonlyArray<Labels>
type Of<T extends TurnEvent["type"]> = Extract<TurnEvent, { readonly type: T }>

/** The names of a union of words; none can be forgotten. */
const wordsOf = <W extends string>(words: Readonly<Record<W, true>>): ReadonlyArray<string> =>
  Object.keys(words)

export const finishes = wordsOf<Of<"turn-end">["end"]["finish"]>({
  complete: true,
  cancelled: true,
  blocked: true,
  "max-tokens": true,
  refused: true,
})

const promptCache = wordsOf<Of<"prompt-usage">["cache"]>({
  read: true,
  written: true,
  none: true,
  ignored: true,
})

/** Whole answers come from every source, broken off ones from the model; `disconnected`: nobody was there any more. */
export const turnEndings: KnownLabels = [
  ...AnswerSource.literals.map((source) => ({ outcome: "complete", source })),
  ...finishes
    .filter((outcome) => outcome !== "complete")
    .map((outcome) => ({ outcome, source: "model" })),
  ...[...ErrorCode.literals, "disconnected"].map((outcome) => ({ outcome, source: "none" })),
]

/** Outcomes that are our fault; the other errors refuse what a customer may not do. */
export const failures: ReadonlyArray<string> = [
  "model-unavailable",
  "truncated",
  "timeout",
  "internal",
] satisfies ReadonlyArray<typeof ErrorCode.Type>

export const errorCodes: KnownLabels = ErrorCode.literals.map((code) => ({ code }))

/** Those of the protocol, of the AI SDK's socket, and what is none. */
export const frameTypes: KnownLabels = [
  ...clientFrameSchemas().keys(),
  "send",
  "abort",
  "bad",
  "too-large",
  "flood",
].map((type) => ({ type }))

export const refusedIdentities: KnownLabels = identityReasons.map((reason) => ({ reason }))

export const knownDegradations: KnownLabels = degradations.map((code) => ({ code }))

const ofEach =
  (label: string, words: ReadonlyArray<string>) =>
  (models: ReadonlyArray<string>): KnownLabels =>
    models.flatMap((model) => words.map((word) => ({ model, [label]: word })))

export const promptOutcomes = ofEach("outcome", promptCache)

/** What a model may look up with. */
export const secondLookTools: KnownLabels = [
  "find_products",
  "series_facts",
  "price_of",
  "own_orders",
].map((tool) => ({ tool }))

export const promptCounts = ofEach("counted", ["estimated", "by-model"])
