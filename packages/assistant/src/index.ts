/**
 * Public entry of the assistant: a turn (`Turn`: from a message to its answer) and the layers that it needs, for the
 * server; and what the precompute worker uses in order to answer ahead exactly as a turn would.
 *
 * `rehearse` runs a trial turn at a server's start, `tellPopular` publishes the worker's answers to the servers,
 * `Renewals` regenerates stale answers. `meantBy` gives a question the form of a learned wording;
 * `rulesVersion` and `wordingVersion` are the versions of what was learned.
 */
export { serverTiming } from "@manga-assist/latency-budget"
export { cachePolicyOf } from "./answers/CachePolicy.ts"
export { decideCache } from "./answers/CacheDecision.ts"
export { CachedAnswers } from "./answers/CachedAnswer.ts"
export { cacheKeyOf } from "./answers/ShareKey.ts"
export { answerAhead, type AnsweringNeeds } from "./answers/ComposeAnswer.ts"
export { layerModelBudget } from "./budget/BudgetedModel.ts"
export { type BudgetState, ModelBudget } from "./budget/ModelBudget.ts"
export { ServiceTiers } from "./budget/ServiceTiers.ts"
export { Spender } from "./budget/Spender.ts"
export { ContextCache } from "./context/ContextCache.ts"
export { CustomerContext, layerPrefetched } from "./context/CustomerContext.ts"
export { ModelLoad } from "./model/ModelLoad.ts"
export { Models, nameOfModel } from "./model/Models.ts"
export { PopularAnswers, tellPopular } from "./answers/PopularAnswers.ts"
export { ProductSearch } from "./products/ProductSearch.ts"
export { QuestionCounts } from "./answers/demand/QuestionCounts.ts"
export {
  customerItem,
  CustomerKey,
  eraseCustomerKey,
  userIndex,
} from "./conversation/session/CustomerKey.ts"
export { DraftAnswers } from "./drafts/DraftAnswers.ts"
export { DraftedRetrieval } from "./turn/DraftedRetrieval.ts"
export { FigureCheck } from "./answers/audit/FigureCheck.ts"
export { FollowedNames, namelessShop } from "./products/FollowedNames.ts"
export { HedgedCalls } from "./hedge/HedgedCalls.ts"
export { HitAudit, makeHitSwitches } from "./answers/audit/HitAudit.ts"
export { read } from "./reading/Read.ts"
export { demoNames, StoreNames } from "./reading/StoreNames.ts"
export { Renewals } from "./answers/Renewals.ts"
export { rehearse } from "./turn/Rehearsal.ts"
export { SeriesRecords } from "./facts/SeriesRecords.ts"
export { SessionStore } from "./conversation/session/SessionStore.ts"
export { deadLetterQueueUrl } from "./record/SinkTargets.ts"
export { layerSinks, SinkMetrics } from "./record/StoreSinks.ts"
export { layerConnections } from "./StoreConnections.ts"
export { layerStore } from "./StoreLive.ts"
export { SharedModelCalls } from "./model/SharedModelCalls.ts"
export {
  askedBy,
  layerWordings,
  meantBy,
  rulesVersion,
  type WordingLookup,
  wordingVersion,
} from "./answers/StoreWordings.ts"
export { readWordings } from "./answers/WordingFile.ts"
export { StoreTables } from "./conversation/session/StoreTables.ts"
export { storeRules, wholeTopic } from "./products/StoreRules.ts"
export { StoreTools, storeTools } from "./tools/StoreTools.ts"
export type { ToolResult } from "./tools/Tool.ts"
export { WarmPrompts } from "./context/WarmPrompts.ts"
export { turnOf } from "./conversation/TurnItem.ts"
export { Summaries } from "./context/Summaries.ts"
export { latencyBudgetMs } from "./turn/LatencyBudget.ts"
export { Turn } from "./turn/Turn.ts"
export { type ToldTurn } from "./context/ToldConversation.ts"
export { type TurnRequest } from "./turn/TurnRequest.ts"
export type { TurnEvent } from "./turn/TurnEvent.ts"
export { TurnSinks } from "./record/TurnSinks.ts"
