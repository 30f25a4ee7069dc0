/**
 * Tells why turns failed, by their ledgers as they stood: a line for the log, at most one a second of each code, and the
 * last twenty for the operators' page. No question, no answer, no customer.
 */
import type { TurnEvent } from "@manga-assist/assistant"

type Failure = Extract<TurnEvent, { readonly type: "turn-failed" }>["failure"]

const shown = 20
const sayEveryMs = 1_000

export class FailedTurns {
  readonly #recent: Array<{ readonly at: string } & Omit<Failure, "id" | "message">> = []
  readonly #said = new Map<Failure["code"], { at: number; unsaid: number }>()

  /** The newest first. */
  get recent(): ReadonlyArray<unknown> {
    return this.#recent
  }

  /** The line for the log; undefined where one of its code was said a moment ago. */
  note(failure: Failure, now: Date): string | undefined {
    const { id: _, message: __, ...told } = failure
    this.#recent.unshift({ at: now.toISOString(), ...told })
    this.#recent.splice(shown)
    const said = this.#said.get(failure.code)
    if (said !== undefined && Math.abs(now.getTime() - said.at) < sayEveryMs) {
      said.unsaid += 1
      return undefined
    }
    this.#said.set(failure.code, { at: now.getTime(), unsaid: 0 })
    const more = said === undefined || said.unsaid === 0 ? "" : `; ${said.unsaid} more before it`
    return `turn ${failure.turn} failed as ${failure.code}: ${ledgerText(failure)}${more}`
  }
}

const ledgerText = ({ degraded = [], timeline = [] }: Failure): string => {
  const stages = timeline.map(
    ({ endMs, outcome, stage, startMs }) =>
      `${stage} ${Math.round(startMs)}-${Math.round(endMs)} ms ${outcome}`,
  )
  const without = degraded.length === 0 ? "" : ` (degraded: ${degraded.join(", ")})`
  return `${stages.join(", ") || "before its first stage"}${without}`
}
