/**
 * A second look: what a model's uses of tools read, side by side within what the budget leaves, and what of it is shown
 * at once. One round: a further use of a tool is not followed.
 *
 * `affordsLook` says beforehand whether the budget affords it: only then are tools offered. `writerFor` says who goes on
 * with what was found; where nobody can in time, it is said without a model.
 */
import type { ConverseOutcome, ConverseUsage } from "@manga-assist/connections"
import type { Ledger, Observed } from "@manga-assist/latency-budget"
import type { Locale, Looked } from "@manga-assist/protocol"
import { Effect } from "effect"
import type { Model } from "../model/Models.ts"
import { assumedFirstTokenMs, firstTokenStage } from "../model/TurnLadder.ts"
import { type Offer, toCard } from "../products/Offer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { shownTool } from "../tools/OfferedTools.ts"
import { StoreTools } from "../tools/StoreTools.ts"
import { mostCards, type ToolResult } from "../tools/Tool.ts"
import { longestGapMs } from "./ModelCall.ts"
import type { ToolUse } from "./ToolMessages.ts"
import type { TurnEvent } from "./TurnEvent.ts"

/** Of whom the tools read, and what is known already. */
export interface LooksUp {
  readonly user: string | undefined
  readonly unconfirmed: true | undefined
  readonly isSignedIn: boolean
  /** Series that were shown lately. */
  readonly seen: ReadonlyArray<string>
  /** Series of which the prompt holds the whole record. */
  readonly inFull: ReadonlyArray<string>
  /** Ids of the orders in the prompt. */
  readonly orders: ReadonlyArray<string>
}

/** What uses of tools brought. */
export interface Found {
  /** Of each use, in their order. */
  readonly looked: ReadonlyArray<Looked>
  /** What is shown of it. */
  readonly offers: ReadonlyArray<Offer>
  readonly series: ReadonlyArray<string>
}

export const nothingFound: Found = { looked: [], offers: [], series: [] }

const percentile = 0.95
/** 45 tokens at 12 ms, while fewer than 20 were observed: as long as one use of a tool usually is. */
const assumedCallMs = 540
/** A search and a read of the table, source document's 95th percentiles. */
const assumedReadMs = 100
/** However much time is left. */
const longestReadMs = 1_000
/** Kept back for saying something without a model. */
const reserveMs = 100

const firstTokenMs = (tier: Model["tier"], observed: Observed): number =>
  observed.percentile(firstTokenStage(tier, "full"), percentile) ?? assumedFirstTokenMs[tier].full

const readMs = (observed: Observed): number =>
  observed.percentile("tool-read", percentile) ?? assumedReadMs

/** From the use of a tool to the next text of the smaller model. */
const behindCallMs = (observed: Observed): number =>
  readMs(observed) + firstTokenMs("simple", observed) + reserveMs

/** Whether the smaller model may ask, and go on itself. Late calls took just what would fit: that is too long. */
export const affordsLook = (remainingMs: number, observed: Observed): boolean =>
  firstTokenMs("simple", observed) +
    (observed.percentile("tool-call", percentile) ?? assumedCallMs) +
    behindCallMs(observed) <
  remainingMs

/** For a tool's use, from its beginning to its end. A silent stream would be given up after the longest gap anyway. */
export const toolCallMs = (ledger: Ledger, observed: Observed): number =>
  ledger.deadlineMs({ atMostMs: longestGapMs, reserveMs: behindCallMs(observed) })

/** The larger model where the question needs it and its first word still comes in time; `undefined`: nobody goes on. */
export const writerFor = (
  difficulty: Model["tier"],
  remainingMs: number,
  observed: Observed,
): { readonly tier: Model["tier"]; readonly allowedMs: number } | undefined => {
  const allowedMs = remainingMs - reserveMs
  const tiers = difficulty === "complex" ? (["complex", "simple"] as const) : (["simple"] as const)
  const tier = tiers.find((each) => firstTokenMs(each, observed) <= allowedMs)
  return tier === undefined ? undefined : { tier, allowedMs }
}

/** Cards of all results: the first of each, then the second of each, and each product once. */
const shownOf = (results: ReadonlyArray<ToolResult>): ReadonlyArray<Offer> => {
  const longest = Math.max(...results.map(({ products }) => products.length))
  const inTurn = Array.from({ length: longest }, (_, at) =>
    results.flatMap(({ products }) => products[at] ?? []),
  ).flat()
  const ids = inTurn.map(({ product }) => product.id)
  return inTurn.filter((_, at) => ids.indexOf(ids[at] ?? "") === at).slice(0, mostCards)
}

/** What both calls spent, as far as it is known. */
export const usageOf = (
  ...outcomes: ReadonlyArray<ConverseOutcome>
): Pick<ConverseOutcome, "usage"> => {
  const known = outcomes.flatMap(({ usage }) => usage ?? [])
  if (known.length === 0) return {}
  const sum = (count: keyof ConverseUsage) => known.reduce((all, each) => all + each[count], 0)
  return {
    usage: {
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
      cacheReadTokens: sum("cacheReadTokens"),
      cacheWriteTokens: sum("cacheWriteTokens"),
    },
  }
}

interface LookUp {
  readonly locale: Locale
  readonly looksUp: LooksUp
  readonly uses: ReadonlyArray<ToolUse>
  readonly ledger: Ledger
  readonly latencies: Observed
  readonly emit: (event: TurnEvent) => void
}

/** It never fails: a failed read is a result that says so. The results are in the order of the uses. */
export const lookUp = Effect.fnUntraced(function* ({
  emit,
  latencies,
  ledger,
  locale,
  looksUp,
  uses,
}: LookUp): Effect.fn.Return<
  { readonly found: Found; readonly results: ReadonlyArray<ToolResult> },
  never,
  StoreTools
> {
  const tools = yield* StoreTools
  const names = yield* StoreNames
  const shown = yield* Effect.forEach(uses, (use) =>
    Effect.sync(() => shownTool(use, locale, names)).pipe(
      // A name that cannot be read costs no more than the words about it.
      Effect.catchDefect((defect) =>
        Effect.as(
          Effect.logError(`the label of ${use.name} broke`, defect),
          shownTool({ ...use, input: undefined }, locale, names),
        ),
      ),
    ),
  )
  emit({ type: "looking", tools: shown })
  const end = ledger.begin("tool-read")
  const deadlineMs = ledger.deadlineMs({
    atMostMs: longestReadMs,
    reserveMs: firstTokenMs("simple", latencies) + reserveMs,
  })
  const { seen, unconfirmed, user } = looksUp
  const results = yield* Effect.forEach(
    uses,
    ({ input, name }) =>
      tools.run({ name, input }, { user, unconfirmed, locale, deadlineMs, seen }),
    { concurrency: "unbounded" },
  ).pipe(Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))))
  end(results.every(({ ok }) => ok) ? "ok" : "failed")
  const offers = shownOf(results)
  if (offers.length > 0) {
    ledger.mark("first-products")
    emit({ type: "products", products: offers.map(toCard) })
  }
  const series = [...new Set(results.flatMap((result) => result.series))]
  const looked = shown.map(({ label: asked }, at): Looked => {
    const { found, label = asked } = results[at] ?? {}
    return found === undefined ? { label } : { label, found }
  })
  return { results, found: { looked, offers, series } }
})
