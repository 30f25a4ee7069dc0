/**
 * Where a finished turn is written, after it has been said: five queues, none of them awaited.
 *
 * `session`, `audit` and `feedback` must be kept; `analytics` and `answers` may be dropped, and every drop is
 * counted by the sink. The layers choose the targets.
 */
import type { WritePolicy } from "@manga-assist/caching"
import { Context } from "effect"
import type { CachedAnswer } from "./CachedAnswer.ts"
import type { PastTurn } from "./Conversation.ts"

export interface Offering<A> {
  /** False when the record was not accepted; the sink has counted it. */
  readonly offer: (record: A) => boolean
}

export interface SessionRecord {
  /** The turn's id: writing a record twice leaves one. */
  readonly id: string
  readonly session: string
  readonly user?: string
  readonly turn: PastTurn
}

export interface AnswerRecord {
  readonly id: string
  readonly key: string
  readonly answer: CachedAnswer
  readonly freshForMs: number
  readonly staleForMs: number
  readonly tags: NonNullable<WritePolicy["tags"]>
}

/** No text and no name: what a dashboard needs. */
export interface AnalyticsRecord {
  readonly id: string
  /** Leaves the process only as a keyed hash. */
  readonly user?: string
  readonly at: number
  readonly intent: string
  readonly locale: string
  readonly finish: string
  readonly source?: string
  readonly model?: string
  readonly degraded: ReadonlyArray<string>
  readonly firstContentMs: number
  readonly totalMs: number
}

/** What was asked and answered, for those who must be able to look it up. */
export interface AuditRecord {
  readonly id: string
  readonly at: number
  readonly session: string
  readonly user?: string
  readonly question: string
  readonly answer: string
  readonly finish: string
  readonly source?: string
  readonly error?: string
}

export interface FeedbackRecord {
  readonly id: string
  readonly at: number
  readonly session: string
  readonly user?: string
  readonly turn: string
  readonly rating: "up" | "down"
  readonly comment?: string
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
