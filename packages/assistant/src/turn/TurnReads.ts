/** What a turn reads for its message within its conversation, and how long that may take. Pure. */
import type { StageLatencies } from "@manga-assist/latency-budget"
import { cachePolicyOf } from "../answers/CachePolicy.ts"
import type { KnownContext } from "../context/CustomerContext.ts"
import { leaveForModel } from "../model/TurnLadder.ts"
import type { RetrieveInput } from "../retrieval/FindProducts.ts"
import { whatToRead } from "../retrieval/WhatToRead.ts"
import type { TurnContext } from "./TurnEnding.ts"

export const readsOf = (
  { conversation, ledger, question, request }: TurnContext,
  { customer, orders, trending }: KnownContext,
  latencies: StageLatencies,
): RetrieveInput & { readonly leaveMs: number } => ({
  ...whatToRead(question, {
    conversation,
    orders,
    isForAll: cachePolicyOf(question, conversation).cacheable,
  }),
  user: request.user,
  unconfirmed: request.unconfirmed,
  customer,
  trending,
  orders,
  ledger,
  leaveMs: leaveForModel(question.difficulty, ledger.remainingMs, latencies),
})
