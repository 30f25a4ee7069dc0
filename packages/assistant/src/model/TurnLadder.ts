/**
 * The degrade ladder of a turn: an ordered list of ways to answer, called rungs, of which the best that the time left
 * affords is used. First come the two models with a full or reduced prompt (`ModelRung`), then the ways without a model
 * (`WordsRung`): a stale cached answer, an answer from the catalogue, an error. `docs/architecture.md` shows it as a
 * table.
 *
 * `leaveForModel` bounds retrieval: it must leave the time that the best affordable model needs. Late retrieval is
 * therefore dropped before a model is.
 */
import {
  decide,
  type Decision,
  type DegradeLadder,
  type Observed,
  type Rung,
} from "@manga-assist/latency-budget"
import type { Model } from "./Models.ts"

export type PromptSize = "full" | "small"
export type ModelRung = `${Model["tier"]}-${PromptSize}`
export type WordsRung = "stale" | "catalogue" | "error"
export type TurnRung = ModelRung | WordsRung

/** Where the time from a model's call to its first word is kept, by tier and size of the prompt. */
export const firstTokenStage = (tier: Model["tier"], size: PromptSize): string =>
  `first-token:${tier}:${size}`

/**
 * First token, 95th percentile, while fewer than 20 were observed in half a minute. 680 ms is the
 * source document's after optimisation; that the smaller model takes about half, and a small prompt
 * an eighth less, is our assumption.
 */
export const assumedFirstTokenMs = {
  complex: { full: 680, small: 600 },
  simple: { full: 350, small: 300 },
} as const

const model = (
  tier: Model["tier"],
  size: PromptSize,
  asked: Model["tier"],
  share?: number,
): Rung<TurnRung> => ({
  name: `${tier}-${size}`,
  codes: [
    ...(tier === asked ? [] : ["model-fallback"]),
    ...(size === "full" ? [] : ["prompt-reduced"]),
  ],
  need: {
    stage: firstTokenStage(tier, size),
    percentile: 0.95,
    assumedMs: assumedFirstTokenMs[tier][size],
  },
  ...(share === undefined ? {} : { share }),
})

const words: ReadonlyArray<Rung<TurnRung>> = [
  { name: "stale", codes: ["stale-answer"] },
  { name: "catalogue", codes: ["catalogue-answer"] },
  { name: "error", codes: [] },
]

/** Kept back for saying something without a model before the budget is over. */
const reserveMs = 100
/** Of what is left, for the first model; the rest is for the other one. */
const firstShare = 0.62

/** Longest wait for a first token whatever the budget: ten times what a slow one takes. */
const longestFirstTokenMs = 10_000

/** Of what a rung is allowed, what its model is given for its first token. */
export const firstEventMs = (allowedMs: number): number =>
  Math.max(1, Math.min(longestFirstTokenMs, Math.floor(allowedMs)))

/** A quarter more than the first token mostly takes. */
const amplyTimes = 1.25

/** A model that is asked has little time beside what it mostly takes. */
export const isHurried = ({
  allowedMs,
  neededMs,
}: Pick<Decision, "allowedMs" | "neededMs">): boolean => allowedMs < amplyTimes * neededMs

/** By the difficulty of the question. */
export const turnLadders: Readonly<Record<Model["tier"], DegradeLadder<TurnRung>>> = {
  complex: {
    reserveMs,
    rungs: [
      model("complex", "full", "complex", firstShare),
      model("complex", "small", "complex", firstShare),
      model("simple", "full", "complex"),
      model("simple", "small", "complex"),
      ...words,
    ],
  },
  simple: {
    reserveMs,
    rungs: [
      model("simple", "full", "simple", firstShare),
      model("simple", "small", "simple"),
      model("complex", "full", "simple"),
      model("complex", "small", "simple"),
      ...words,
    ],
  },
}

/**
 * What the smaller model is given for its first token where it is asked beside a silent one: all that is left, as on the
 * last rung of a model. `undefined`: it would be late.
 */
export const besideMs = (
  size: PromptSize,
  remainingMs: number,
  observed: Observed,
): number | undefined => {
  const { allowedMs, neededMs } = decide(
    { reserveMs, rungs: [model("simple", size, "simple")] },
    { remainingMs, observed },
  )
  return neededMs <= allowedMs ? firstEventMs(allowedMs) : undefined
}

export const isModelRung = (name: TurnRung): name is ModelRung => name.includes("-")

const readsPercentile = 0.95
/** Embedding, search, prices: 95th percentiles of the source document, optimised. */
const assumedReadsMs = 100
/** A wait may end so much after its deadline. */
const lateMs = 20

/**
 * What retrieval must leave of the budget: the need of the best model that is affordable after reads
 * of usual length. 0 when none is: then the catalogue is all there is to say, and reads may take it all.
 */
export const leaveForModel = (
  difficulty: Model["tier"],
  remainingMs: number,
  observed: Observed,
): number => {
  const ladder = turnLadders[difficulty]
  const reads = observed.percentile("retrieve", readsPercentile) ?? assumedReadsMs
  const best: Decision<TurnRung> = decide(ladder, { remainingMs: remainingMs - reads, observed })
  if (!isModelRung(best.rung.name)) return ladder.reserveMs
  return Math.ceil(best.neededMs / (best.rung.share ?? 1)) + ladder.reserveMs + lateMs
}
