/**
 * What `/machine/replay` tells: progress and result of a replay of two configurations, `before` (all latency techniques
 * off) and `after` (all on). The bench writes it, the operators' page draws it.
 */
export interface ReplayedStage {
  readonly stage: string
  /** Medians, in milliseconds from the moment the question was meant to be sent. */
  readonly startMs: number
  readonly endMs: number
  /** The source document's bar for it, where it has one. */
  readonly source?: { readonly startMs: number; readonly endMs: number } | undefined
}

export interface Spread {
  readonly p50: number
  readonly p95: number
}

export interface ReplayedSide {
  /** Questions that the model answered; only these have all of the stages. */
  readonly turns: number
  readonly firstTokenMs: Spread
  /** When the customer saw anything, products included. */
  readonly firstContentMs: Spread
  readonly stages: ReadonlyArray<ReplayedStage>
  /** The total in the title of the document's waterfall. */
  readonly sourceMs: number
  /** Why other questions have no figure. */
  readonly failures: ReadonlyArray<string>
}

export type SideName = "before" | "after"

export interface ReplayResult {
  readonly questions: ReadonlyArray<string>
  readonly sides: Readonly<Record<SideName, ReplayedSide>>
  /** Of the medians. */
  readonly savedMs: { readonly firstToken: number; readonly firstContent: number }
}

export interface ReplayStep {
  readonly side: SideName
  readonly step: "starting" | "warming" | "asking"
  /** Questions of this step that are over, and all of them; 0 of 0 while a server starts. */
  readonly done: number
  readonly of: number
}
