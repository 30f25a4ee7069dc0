/**
 * `find`, `export` and `erase`: what the chat's tables and its audit have of one customer.
 *
 * Erasing first marks the customer as erased, in the request that removes their key, and then removes item by item. It
 * may be stopped at any moment and run again; what a server that has not yet seen the mark wrote meanwhile is in the
 * index, and goes with the next run.
 */
import { eraseCustomerKey, StoreTables, turnOf } from "@manga-assist/assistant"
import { DynamoDocuments } from "@manga-assist/connections"
import { Clock, Effect, Option } from "effect"
import { writeFileSync } from "node:fs"
import { auditOf } from "./AuditRecords.ts"
import { CustomerError } from "./CustomerError.ts"
import { deadlineMs, findPlaces, type Item, readMark, readPlaces, removePlaces } from "./Items.ts"

interface OfUser {
  readonly user: string
  readonly scan: boolean
}

type Print = (line: string) => void

const day = (ms: number): string => new Date(ms).toISOString()

/** Everything of the customer that can be read. */
const gather = Effect.fnUntraced(function* ({ scan, user }: OfUser, progress: Print) {
  const places = yield* findPlaces(user, scan, progress)
  const turns = yield* readPlaces(user, places.turns)
  const metas = yield* readPlaces(user, places.conversations)
  const ratings = yield* readPlaces(user, places.ratings)
  const mark = yield* readMark(user)
  const audit = yield* auditOf(user, mark.key, progress)
  const conversations = yield* Effect.forEach(places.conversations, ({ key: { pk } }) =>
    Effect.gen(function* () {
      const own = turns.filter(({ place }) => place.key["pk"] === pk)
      const read = yield* Effect.forEach(own, ({ item }) => turnOf(item, user))
      const meta = metas.find(({ place }) => place.key["pk"] === pk)
      return {
        session: pk?.slice("SESSION#".length),
        ...summaryOf(meta?.item, user),
        turns: read.flatMap((turn) => Option.toArray(turn)),
      }
    }),
  )
  return { conversations, turns, ratings: ratings.map(({ item }) => item), audit, mark }
})

/** A summary is its writer's alone. */
const summaryOf = (meta: Item | undefined, user: string) =>
  meta?.["summary"] !== undefined && meta["summaryOwner"] === user
    ? { summary: meta["summary"] }
    : {}

export const find = Effect.fnUntraced(function* (job: OfUser, print: Print, progress: Print) {
  const { audit, conversations, mark, ratings, turns } = yield* gather(job, progress)
  print(`conversations ${conversations.length}`)
  print(`turns ${turns.length}`)
  print(`ratings ${ratings.length}`)
  print(`audit records ${audit.records.length}, of them ${audit.clear} with the id in clear`)
  print(`erased ${mark.erasedAt === undefined ? "never" : day(mark.erasedAt)}`)
})

export const exportTo = Effect.fnUntraced(function* (
  job: OfUser & { readonly to: string },
  print: Print,
  progress: Print,
) {
  const { audit, conversations, ratings } = yield* gather(job, progress)
  const at = day(yield* Clock.currentTimeMillis)
  const told = {
    user: job.user,
    at,
    conversations,
    ratings: ratings.map(({ ttl: _ttl, ...rating }) => rating),
    audit: audit.records.map(({ user: _user, ...record }) => record),
  }
  yield* Effect.try({
    try: () =>
      writeFileSync(job.to, `${JSON.stringify(told, undefined, 2)}\n`, { flag: "wx", mode: 0o600 }),
    catch: (cause) =>
      new CustomerError({ reason: "not-written", detail: `${job.to}: ${String(cause)}`, cause }),
  })
  print(
    `${job.to} has ${conversations.length} conversations and ${audit.records.length} audit records`,
  )
})

export const erase = Effect.fnUntraced(function* (job: OfUser, print: Print, progress: Print) {
  const dynamo = yield* DynamoDocuments
  const { sessions: table } = yield* StoreTables
  const { user } = job
  const nowMs = yield* Clock.currentTimeMillis
  const { key } = yield* readMark(user)
  yield* eraseCustomerKey(dynamo, { table, user, nowMs, deadlineMs })
  const places = yield* findPlaces(user, job.scan, progress)
  // First: a run that was stopped leaves the turns, by which the next one finds the conversation.
  const conversations = yield* removePlaces(user, places.conversations)
  const turns = yield* removePlaces(user, places.turns)
  const ratings = yield* removePlaces(user, places.ratings)
  print(`removed ${turns} turns, ${conversations} conversations, ${ratings} ratings`)
  print(
    key === undefined
      ? "there was no key of audit and analytics"
      : "removed the key of audit and analytics: nothing there is told to be theirs",
  )
  if (turns + conversations + ratings > 0 || key !== undefined) {
    print("servers write under what they knew for five minutes: run it again after that")
  }
})
