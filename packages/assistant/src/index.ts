export { serverTiming } from "@manga-assist/latency-budget"
export { readAliases } from "./AliasFile.ts"
export { type AliasPair, aliasPair, type PairRefusal } from "./AliasPair.ts"
export { answerAhead, type AnsweringNeeds } from "./AnswerAhead.ts"
export { decideCache } from "./CacheDecision.ts"
export { CachedAnswers } from "./CachedAnswer.ts"
export { ContextCache } from "./ContextCache.ts"
export { CustomerContext, type KnownContext } from "./CustomerContext.ts"
export { ModelLoad } from "./ModelLoad.ts"
export { Models } from "./Models.ts"
export { ProductSearch } from "./ProductSearch.ts"
export { DemandCounts } from "./DemandCounts.ts"
export { DraftedRetrieval } from "./DraftedRetrieval.ts"
export { HitChecks } from "./HitChecks.ts"
export { layerPrefetched } from "./PrefetchedContext.ts"
export { Renewals } from "./Renewals.ts"
export { rehearse } from "./Rehearsal.ts"
export { SessionStore } from "./SessionStore.ts"
export { layerSinks, SinkMetrics } from "./StoreSinks.ts"
export { layerConnections } from "./StoreConnections.ts"
export { layerStore } from "./StoreLive.ts"
export { SharedModelCalls } from "./SharedModelCalls.ts"
export {
  type AliasLookup,
  aliasPartition,
  aliasVersion,
  layerAliases,
  rulesVersion,
} from "./StoreAliases.ts"
export { StoreTables } from "./StoreTables.ts"
export { Summaries } from "./Summaries.ts"
export { Turn, type TurnRequest } from "./Turn.ts"
export type { TurnEvent } from "./TurnEvent.ts"
export { TurnSinks } from "./TurnSinks.ts"
