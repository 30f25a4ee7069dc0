/**
 * The type of all services that the steps of a turn need, for the layer of `Turn.ts`. The apps provide them with the
 * layers that `index.ts` exports.
 */
import type { AliasBook } from "@manga-assist/caching"
import type { FigureCheck } from "../answers/audit/FigureCheck.ts"
import type { HitAudit } from "../answers/audit/HitAudit.ts"
import type { AnsweringNeeds } from "../answers/ComposeAnswer.ts"
import type { QuestionCounts } from "../answers/demand/QuestionCounts.ts"
import type { Renewals } from "../answers/Renewals.ts"
import type { CustomerContext } from "../context/CustomerContext.ts"
import type { DraftedRetrieval } from "../turn/DraftedRetrieval.ts"
import type { Summaries } from "../context/Summaries.ts"
import type { SharedModelCalls } from "../model/SharedModelCalls.ts"
import type { StoreTools } from "../tools/StoreTools.ts"
import type { TurnSinks } from "../record/TurnSinks.ts"

export type TurnServices =
  | AliasBook
  | AnsweringNeeds
  | CustomerContext
  | DraftedRetrieval
  | FigureCheck
  | HitAudit
  | QuestionCounts
  | Renewals
  | SharedModelCalls
  | StoreTools
  | Summaries
  | TurnSinks
