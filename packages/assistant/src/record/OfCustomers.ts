/**
 * Between a sink and its target: looks up whose records a batch has, leaves out what an erased customer said before, and
 * gives records that leave the store's tables the customer's pseudonym in place of the user id.
 *
 * It runs in the background, after the turn. A customer is looked up once in five minutes and process. Where that is
 * not answered the batch fails and waits, or goes without its users: a clear id is never written in a pseudonym's place.
 */
import { keyedHash, type SinkRecord, type WriteAnswer } from "@manga-assist/async-sinks"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Cache, Clock, Data, Duration, Effect, Exit, Option } from "effect"
import { type CustomerKey, useCustomerKey } from "../conversation/session/CustomerKey.ts"

/** So long a server may write under a key that was erased meanwhile. */
const knownFor = Duration.minutes(5)
const mostKnown = 50_000
/** Look-ups side by side. */
const concurrency = 16

/** What the table answered is no key of a customer. */
class NoCustomerKey extends Data.TaggedError("NoCustomerKey") {
  override get message(): string {
    return "a customer's key could not be read"
  }
}

type CustomerError = ConnectionError | NoCustomerKey

interface Customers {
  /** `erased`: nothing that was said until `saidAt` is to be written. */
  readonly of: (
    user: string,
    saidAt: number,
  ) => Effect.Effect<CustomerKey | "erased", CustomerError>
}

export const makeCustomers = (
  dynamo: DynamoDocuments["Service"],
  table: string,
  deadlineMs: number,
): Effect.Effect<Customers> => {
  const ask: Customers["of"] = (user, saidAt) =>
    Clock.currentTimeMillis.pipe(
      Effect.flatMap((nowMs) => useCustomerKey(dynamo, { table, user, nowMs, deadlineMs, saidAt })),
      Effect.flatMap(
        Option.match({
          onNone: () => Effect.fail(new NoCustomerKey()),
          onSome: (found) => Effect.succeed(found),
        }),
      ),
    )
  return Effect.map(
    // Asked as if nothing was said since they were erased: it holds for every record.
    Cache.makeWith((user: string) => ask(user, 0), {
      capacity: mostKnown,
      timeToLive: (exit) => (Exit.isSuccess(exit) ? knownFor : Duration.zero),
    }),
    (known): Customers => ({
      of: (user, saidAt) =>
        Effect.flatMap(Cache.get(known, user), (found) =>
          found === "erased"
            ? Effect.tap(ask(user, saidAt), (now) => Cache.set(known, user, now))
            : Effect.succeed(found),
        ),
    }),
  )
}

interface OfUser extends SinkRecord {
  readonly user?: string | undefined
}

type Write<A, E> = (
  batch: ReadonlyArray<A>,
  json: (index: number) => string,
) => Effect.Effect<WriteAnswer | void, E>

export const ofCustomers =
  <A extends OfUser, E>(
    customers: Customers,
    options: {
      /** When it was said, in epoch milliseconds. */
      readonly at: (record: A) => number
      /** The record under a pseudonym; without it the record keeps its user. */
      readonly named?: (record: A, pseudonym: (value: string) => string) => A
      /** The record without its user, where whose it is was not answered; without it the batch fails. */
      readonly nameless?: (record: A) => A
      readonly write: Write<A, E>
    },
  ): Write<A, E | CustomerError> =>
  (batch, json) =>
    Effect.gen(function* () {
      /** When each of them said the newest. */
      const users = new Map<string, number>()
      for (const record of batch) {
        const { user } = record
        if (user !== undefined) users.set(user, Math.max(options.at(record), users.get(user) ?? 0))
      }
      const { nameless } = options
      const asked = yield* Effect.forEach(
        users,
        ([user, saidAt]) => {
          const found = customers.of(user, saidAt)
          const answered =
            nameless === undefined ? found : Effect.orElseSucceed(found, () => undefined)
          return Effect.map(answered, (customer) => [user, customer] as const)
        },
        { concurrency },
      )
      const known = new Map(asked)
      /** The record as it may be written; undefined: an erased customer's, of before. */
      const written = (record: A): A | undefined => {
        if (record.user === undefined) return record
        const customer = known.get(record.user)
        if (customer === undefined) return nameless?.(record)
        if (customer === "erased" || options.at(record) <= (customer.erasedAt ?? -Infinity))
          return undefined
        return options.named?.(record, keyedHash(customer.key)) ?? record
      }
      const kept = batch.flatMap((record, index) => {
        const given = written(record)
        return given === undefined ? [] : [{ index, isSame: given === record, record: given }]
      })
      const erased = batch.length - kept.length
      if (erased > 0) {
        yield* Effect.logInfo(`${erased} records of erased customers were left out`)
      }
      if (kept.length === 0) return {}
      const answer = yield* options.write(
        kept.map(({ record }) => record),
        (at) => {
          const one = kept[at]
          return one?.isSame === true ? json(one.index) : JSON.stringify(one?.record)
        },
      )
      const placeOf = (at: number): number => kept[at]?.index ?? -1
      return {
        ...answer,
        failed: answer?.failed?.map(placeOf),
        rejected: answer?.rejected?.map(({ index, reason }) => ({ index: placeOf(index), reason })),
      }
    })
