/**
 * Whether records that must be kept arrived: each turn whose end did not say `not-recorded` stands once in the table of
 * sessions, and in the audit at least once. The audit's service keeps a repeated event, which its readers leave out by
 * its `id`; how many there are is told.
 */
import { awsCall, everyPage } from "./AwsCall.ts"
import type { Message } from "./Customers.ts"

/** Turns that the server said it recorded: whole and cut answers. */
export const recordedTurns = (
  messages: ReadonlyArray<Pick<Message, "told">>,
): ReadonlyArray<string> =>
  messages.flatMap(({ told: { end, turn } }) =>
    turn === undefined || end === undefined || end.degraded.includes("not-recorded") ? [] : [turn],
  )

export const counted = (ids: ReadonlyArray<string>): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(ids, (id) => id)].map(([id, { length }]) => [id, length]))

/** Both as their services document them. */
interface Items {
  readonly Items?: ReadonlyArray<{ readonly sk: { readonly S: string } }>
}
interface Events {
  readonly events?: ReadonlyArray<{ readonly message: string }>
}

/** Where to look: the address of the tables, and that of the logs with the audit's group. */
interface Places {
  readonly tables: string
  readonly logs: string
  readonly group: string
}

/** How often each turn stands in the table of sessions at `tables`, by its key: a long one is packed. */
export const storedTurns = async (tables: string): Promise<ReadonlyMap<string, number>> => {
  const items = await everyPage(
    (more) => awsCall(tables, "dynamodb", "Scan", { TableName: "MangaAssist-Sessions", ...more }),
    ({ LastEvaluatedKey: last }) => (last === undefined ? last : { ExclusiveStartKey: last }),
  )
  const turns = items
    .flatMap((page: Items) => page.Items ?? [])
    .flatMap(({ sk }) => /^TURN#\d+#(.+)$/.exec(sk.S)?.[1] ?? [])
  return counted(turns)
}

export const readKept = async ({ group, logs, tables }: Places) => {
  const events = await everyPage(
    (more) => awsCall(logs, "logs", "FilterLogEvents", { logGroupName: group, ...more }),
    // moto says null where AWS says nothing.
    ({ nextToken }) => (typeof nextToken === "string" ? { nextToken } : undefined),
  )
  const audited = events
    .flatMap((page: Events) => page.events ?? [])
    // Written by the server's own sink.
    .map(({ message }) => ({ id: (JSON.parse(message) as { readonly id: string }).id, message }))
  const unlike = counted(
    [...new Set(audited.map(({ id, message }) => `${id} ${message}`))].map(
      (each) => each.split(" ", 1)[0] ?? "",
    ),
  )
  return {
    sessions: await storedTurns(tables),
    audit: counted(audited.map(({ id }) => id)),
    /** In how many wordings each id is there: a repeated event is the same event. */
    unlike,
  }
}
type Kept = Awaited<ReturnType<typeof readKept>>

const many = (what: string, found: ReadonlyArray<string>): ReadonlyArray<string> =>
  found.length === 0 ? [] : [`${found.length} turns ${what}`]

export const repeatedOrLost = (
  sessions: ReadonlyMap<string, number>,
  turns: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  ...many(
    "are not in the table of sessions",
    turns.filter((turn) => !sessions.has(turn)),
  ),
  ...many(
    "are in the table of sessions twice",
    turns.filter((turn) => (sessions.get(turn) ?? 0) > 1),
  ),
]

/** One line for each kind of loss among these turns. */
export const keptProblems = (
  { audit, sessions, unlike }: Kept,
  turns: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  ...repeatedOrLost(sessions, turns),
  ...many(
    "are not in the audit",
    turns.filter((turn) => !audit.has(turn)),
  ),
  ...many(
    "are in the audit in two wordings",
    turns.filter((turn) => (unlike.get(turn) ?? 0) > 1),
  ),
]

/** Events of the audit that repeat another one. */
export const repeatedEvents = ({ audit }: Kept): number =>
  [...audit.values()].reduce((sum, times) => sum + times - 1, 0)
