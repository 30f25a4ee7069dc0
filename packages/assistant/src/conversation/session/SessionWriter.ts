/**
 * Writers of the two session sinks: the first stores the turns of a batch, the second later adds how many they were to
 * the turn count in the session's `META` item.
 *
 * Before turns are acknowledged, the record that they are to be counted is journaled on disk. It is written some
 * seconds later, in one update for all turns of a session until then. After a failure the later records of that session
 * are reported as failed too and retried in order; repeating a write changes nothing.
 */
import type { WriteAnswer } from "@manga-assist/async-sinks"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect } from "effect"
import { orderOf } from "./SessionKeys.ts"
import type { SessionStore } from "./SessionStore.ts"
import type { SessionTurn } from "./SessionTurns.ts"
import { type CountedTurns, countTurns } from "./SessionVersion.ts"

export interface SessionCount extends CountedTurns {
  readonly id: string
}

/** Updates of different sessions, side by side. */
const concurrency = 16

/** The records of each session, with their places in the batch. */
const bySession = <A extends { readonly session: string }>(batch: ReadonlyArray<A>) => {
  const parts = new Map<string, Array<{ readonly index: number; readonly record: A }>>()
  for (const [index, record] of batch.entries()) {
    const part = parts.get(record.session)
    if (part === undefined) parts.set(record.session, [{ index, record }])
    else part.push({ index, record })
  }
  return [...parts.values()]
}

const indexesOf = (places: ReadonlyArray<{ readonly index: number }>) =>
  places.map(({ index }) => index)

/** One that was offered again is counted once. */
const distinct = (turns: CountedTurns["turns"]): CountedTurns["turns"] => [
  ...new Map(turns.map((turn) => [turn.turn, turn])).values(),
]

/** `offerCount`: true when the count will be written. */
export const turnWriter =
  (
    sessions: Pick<SessionStore["Service"], "append">,
    offerCount: (count: SessionCount) => boolean,
    deadlineMs: number,
  ): ((batch: ReadonlyArray<SessionTurn>) => Effect.Effect<WriteAnswer>) =>
  (batch) =>
    Effect.map(sessions.append(batch, deadlineMs), (unwritten) => {
      const broken = new Set(indexesOf(unwritten))
      const failed: Array<number> = []
      let reason = reasonOf(unwritten.at(0)?.error)
      for (const part of bySession(batch)) {
        const end = part.findIndex(({ index }) => broken.has(index))
        const written = end === -1 ? part : part.slice(0, end)
        if (end !== -1) failed.push(...indexesOf(part.slice(end)))
        const last = written.at(-1)?.record
        if (last === undefined || offerCount(countOf(last, written))) continue
        failed.push(...indexesOf(written))
        reason ??= "the count was not accepted"
      }
      return { failed, reason }
    })

const countOf = (
  last: SessionTurn,
  written: ReadonlyArray<{ readonly record: SessionTurn }>,
): SessionCount => ({
  id: `${last.session}#${orderOf(last.turn)}`,
  session: last.session,
  ...(last.user === undefined ? {} : { user: last.user }),
  turns: written.map(({ record }) => ({ at: record.turn.at, turn: record.turn.turn })),
})

export const countWriter =
  (
    dynamo: DynamoDocuments["Service"],
    table: string,
    deadlineMs: number,
  ): ((batch: ReadonlyArray<SessionCount>) => Effect.Effect<WriteAnswer>) =>
  (batch) =>
    Effect.forEach(
      bySession(batch),
      (part) => {
        const [first] = part
        if (first === undefined) return Effect.succeed<Uncounted>({})
        const turns = distinct(part.flatMap(({ record }) => record.turns))
        return countTurns(dynamo, table, { ...first.record, turns }, deadlineMs).pipe(
          Effect.match({
            onSuccess: (): Uncounted => ({}),
            onFailure: (error) => ({ failed: indexesOf(part), error }),
          }),
        )
      },
      { concurrency },
    ).pipe(
      Effect.map((parts) => ({
        failed: parts.flatMap(({ failed = [] }) => failed),
        reason: reasonOf(parts.find(({ error }) => error !== undefined)?.error),
      })),
    )

interface Uncounted {
  readonly failed?: ReadonlyArray<number>
  readonly error?: ConnectionError
}

const reasonOf = (error: ConnectionError | undefined): string | undefined =>
  error === undefined ? undefined : String(error)
