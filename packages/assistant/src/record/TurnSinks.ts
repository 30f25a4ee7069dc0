/**
 * The five sinks that take the records of a finished turn; a turn waits for none of them.
 *
 * Records of `session`, `audit` and `feedback` must not be lost. Those of `analytics` and `answers` (named `cache` in
 * metrics and dead letters) may be dropped, and every drop is counted. The layers choose the targets.
 */
import { Context } from "effect"
import type { AnswerRecord } from "../answers/AnswerRecord.ts"
import type { AuditRecord, FeedbackRecord, SessionRecord } from "./SinkRecords.ts"

export interface Offering<A> {
  /** False when the record was not accepted; the sink has counted it. */
  readonly offer: (record: A) => boolean
}

/** No text and no name: what a dashboard needs. */
export interface AnalyticsRecord {
  readonly id: string
  /** Leaves the process only as a pseudonym. */
  readonly user?: string
  readonly at: number
  readonly intent: string
  readonly locale: string
  readonly finish: string
  readonly source?: string
  readonly model?: string
  /** How many tools the model used; absent where it used none. */
  readonly looks?: number
  readonly degraded: ReadonlyArray<string>
  readonly firstContentMs: number
  readonly totalMs: number
}

export class TurnSinks extends Context.Service<
  TurnSinks,
  {
    readonly session: Offering<SessionRecord>
    readonly answers: Offering<AnswerRecord>
    readonly analytics: Offering<AnalyticsRecord>
    readonly audit: Offering<AuditRecord>
    readonly feedback: Offering<FeedbackRecord>
  }
>()("@manga-assist/assistant/TurnSinks") {}
