/**
 * A second look: the model has used tools, their reads run side by side within what the budget leaves, and the model
 * goes on with what they found. One round: a further use of a tool is not followed.
 *
 * `affordsLook` says beforehand whether the budget affords it: only then are tools offered. What a tool found is shown at
 * once. Where nobody goes on in time, the caller says what was found without a model.
 */
import type { ConverseOutcome } from "@manga-assist/connections"
import type { Ledger, Observed } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import type { Model } from "../model/Models.ts"
import type { Prompt } from "../model/PromptCache.ts"
import { assumedFirstTokenMs, firstTokenStage } from "../model/TurnLadder.ts"
import { type Offer, toCard } from "../products/Offer.ts"
import type { Locale } from "@manga-assist/protocol"
import { shownTool } from "../tools/OfferedTools.ts"
import { StoreTools } from "../tools/StoreTools.ts"
import { mostCards, type ToolResult } from "../tools/Tool.ts"
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
}

const percentile = 0.95
/** 45 tokens at 12 ms, while fewer than 20 were observed: as long as one use of a tool usually is. */
const assumedCallMs = 540
/** A search and a read of the table, source document's 95th percentiles. */
const assumedReadMs = 100
/** Kept back for saying something without a model. */
const reserveMs = 100

const firstTokenMs = (tier: Model["tier"], observed: Observed): number =>
  observed.percentile(firstTokenStage(tier, "full"), percentile) ?? assumedFirstTokenMs[tier].full

const readMs = (observed: Observed): number =>
  observed.percentile("tool-read", percentile) ?? assumedReadMs

/** From the use of a tool to the next text of the smaller model. */
const behindCallMs = (observed: Observed): number =>
  readMs(observed) + firstTokenMs("simple", observed) + reserveMs

/** Whether the smaller model may ask, and go on itself. */
export const affordsLook = (remainingMs: number, observed: Observed): boolean =>
  firstTokenMs("simple", observed) +
    (observed.percentile("tool-call", percentile) ?? assumedCallMs) +
    behindCallMs(observed) <=
  remainingMs

/** For a tool's use, from its beginning to its end. */
export const toolCallMs = (ledger: Ledger, observed: Observed): number =>
  ledger.deadlineMs({ atMostMs: 10_000, reserveMs: behindCallMs(observed) })

/** Who goes on: the larger model where the question needs it and its first word still comes in time; `undefined`: nobody. */
export const writerFor = (
  difficulty: Model["tier"],
  remainingMs: number,
  observed: Observed,
): Model["tier"] | undefined => {
  const left = remainingMs - reserveMs
  if (difficulty === "complex" && firstTokenMs("complex", observed) <= left) return "complex"
  return firstTokenMs("simple", observed) <= left ? "simple" : undefined
}

interface ToolUse {
  readonly toolUseId?: string | undefined
  readonly name?: string | undefined
  readonly input?: unknown
}

/** The uses that are whole: of a use that was cut nothing is run. */
export const toolUsesIn = ({ content = [], stopReason }: ConverseOutcome): ReadonlyArray<ToolUse> =>
  stopReason === "tool_use" ? content.flatMap(({ toolUse }) => toolUse ?? []) : []

export interface Looked {
  readonly results: ReadonlyArray<ToolResult>
  /** What is shown of it. */
  readonly offers: ReadonlyArray<Offer>
  /** The prompt of before, the model's uses and their results. */
  readonly prompt: Prompt
}

/** A failed read is a result that says so; it never fails. */
export const lookUp = Effect.fnUntraced(function* (
  {
    locale,
    looksUp,
    prompt,
  }: { readonly locale: Locale; readonly looksUp: LooksUp; readonly prompt: Prompt },
  outcome: ConverseOutcome,
  uses: ReadonlyArray<ToolUse>,
  {
    emit,
    latencies,
    ledger,
  }: {
    readonly emit: (event: TurnEvent) => void
    readonly latencies: Observed
    readonly ledger: Ledger
  },
): Effect.fn.Return<Looked, never, StoreTools> {
  const tools = yield* StoreTools
  emit({ type: "looking", tools: uses.map(({ name = "" }) => shownTool(name, locale)) })
  const end = ledger.begin("tool-read")
  const deadlineMs = ledger.deadlineMs({
    atMostMs: 1_000,
    reserveMs: firstTokenMs("simple", latencies) + reserveMs,
  })
  const { seen, unconfirmed, user } = looksUp
  const results = yield* Effect.forEach(
    uses,
    ({ input, name = "" }) =>
      tools.run({ name, input }, { user, unconfirmed, locale, deadlineMs, seen }),
    { concurrency: "unbounded" },
  ).pipe(Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))))
  end(results.every(({ ok }) => ok) ? "ok" : "failed")
  const offers = results.flatMap(({ products }) => products).slice(0, mostCards)
  if (offers.length > 0) {
    ledger.mark("first-products")
    emit({ type: "products", products: offers.map(toCard) })
  }
  return {
    results,
    offers,
    prompt: {
      ...prompt,
      messages: [
        ...prompt.messages,
        { role: "assistant", content: [...(outcome.content ?? [])] },
        {
          role: "user",
          content: results.map(({ content, ok }, at) => ({
            toolResult: {
              toolUseId: uses[at]?.toolUseId,
              content: [{ text: JSON.stringify(content) }],
              status: ok ? "success" : "error",
            },
          })),
        },
      ],
    },
  }
})
