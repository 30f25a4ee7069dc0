/**
 * The tools by which a model, an agent or a program looks into the store: one definition each, all of them only read.
 *
 * A call never fails: what is late, broken or unknown is a result that says so.
 */
import type { BedrockEmbeddings } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import type { SeriesRecords } from "../facts/SeriesRecords.ts"
import type { Models } from "../model/Models.ts"
import type { Customers } from "../products/Customers.ts"
import type { ProductFacts } from "../products/ProductFacts.ts"
import type { ProductSearch } from "../products/ProductSearch.ts"
import { findProductsTool } from "./find/FindProductsTool.ts"
import { ownOrdersTool } from "./OwnOrdersTool.ts"
import { priceOfTool } from "./price/PriceOfTool.ts"
import { seriesFactsTool } from "./SeriesFactsTool.ts"
import { brokenRule, type Caller, notLookedUp, type Tool, type ToolResult } from "./Tool.ts"

export type ToolNeeds =
  | BedrockEmbeddings
  | Customers
  | Models
  | ProductFacts
  | ProductSearch
  | SeriesRecords

export const storeTools: ReadonlyArray<Tool<ToolNeeds>> = [
  findProductsTool,
  seriesFactsTool,
  priceOfTool,
  ownOrdersTool,
]

export interface ToolCall {
  readonly name: string
  /** Whatever a model or client sent. */
  readonly input: unknown
}

const names = storeTools.map(({ name }) => name).join(", ")

const call = ({ input, name }: ToolCall, caller: Caller) => {
  const found = storeTools.find((tool) => tool.name === name)
  if (found === undefined) return Effect.succeed(brokenRule("name", `Expected one of ${names}`))
  return Effect.suspend(() => found.call(input, caller)).pipe(
    Effect.timeoutOrElse({
      duration: caller.deadlineMs,
      orElse: () => Effect.succeed(notLookedUp),
    }),
    Effect.catch(() => Effect.succeed(notLookedUp)),
    Effect.catchDefect((defect) =>
      Effect.as(Effect.logError(`the tool ${name} broke`, defect), notLookedUp),
    ),
  )
}

export class StoreTools extends Context.Service<
  StoreTools,
  {
    readonly run: (call: ToolCall, caller: Caller) => Effect.Effect<ToolResult>
  }
>()("@manga-assist/assistant/StoreTools") {
  static readonly layer: Layer.Layer<StoreTools, never, ToolNeeds> = Layer.effect(
    StoreTools,
    Effect.map(Effect.context<ToolNeeds>(), (needs) =>
      StoreTools.of({
        run: (toolCall, caller) => Effect.provideContext(call(toolCall, caller), needs),
      }),
    ),
  )
}
