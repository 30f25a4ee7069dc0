/**
 * Reads the record counters of all sinks from the metrics page, and finds records that are unaccounted for: accepted,
 * but neither written, dropped nor pending.
 */
import type { MetricsPage } from "../store/MetricsPage.ts"

const metric = "manga_assist_sink_records"

export interface SinkBalance {
  readonly sink: string
  readonly accepted: number
  readonly written: number
  readonly dropped: number
  readonly pending: number
  readonly refused: number
}

export const sinkBalances = (page: MetricsPage): ReadonlyArray<SinkBalance> =>
  page.valuesOf(metric, "sink").map((sink) => {
    const of = (event: string) => page.value(metric, { sink, event }) ?? Number.NaN
    return {
      sink,
      accepted: of("accepted"),
      written: of("written"),
      dropped: of("dropped"),
      pending: of("pending"),
      refused: of("refused"),
    }
  })

/** Records that were accepted and are neither written, nor dropped, nor pending; or the other way round. */
export const unaccounted = ({ accepted, dropped, pending, written }: SinkBalance): number =>
  Math.abs(accepted - written - dropped - pending)

/** What the sinks of the class `must-keep` are called in the store. */
export const mustKeep: ReadonlySet<string> = new Set(["session", "audit", "feedback"])
