/**
 * The approved aliases of a cache: exact wordings of questions, each mapped to the cached answer of another question.
 * Looked up synchronously in memory.
 *
 * The book does not judge; whoever calls `approve` has done so. Expired aliases and those of another version are not
 * found; an alias reported wrong is removed and stays out. When too many were wrong, the book turns itself off
 * (`AliasJudgement.ts`).
 */
import { Clock, Context, Effect, Layer } from "effect"
import { type Alias, aliasId, type AskedWords } from "./Alias.ts"
import { AliasJudgement } from "./AliasJudgement.ts"
import { AliasTable } from "./AliasTable.ts"
import type { CacheError } from "../CacheError.ts"

/** `used`: its answer was served. `right`, `wrong`: that answer was compared with a fresh one. */
export type AliasReport = "used" | "right" | "wrong"

/** Of this process, since the book was made. */
export interface AliasCounters {
  used: number
  right: number
  wrong: number
  /** Reports that could not be passed on and were given up. */
  lostReports: number
  /** Not kept for want of room, at the last reading. */
  leftOut: number
  /** What was found under the store's keys and is no alias, at the last reading. */
  unreadable: number
}

export interface AliasState {
  /** All there are, those of other versions and those that have run out included. */
  readonly aliases: ReadonlyArray<Alias>
  readonly bytes: number
  /** Why none is found; absent while they are in use. */
  readonly off?: string
  readonly counters: Readonly<AliasCounters>
  /** Of all processes together, since the shared counts were begun. */
  readonly totals: Readonly<Record<AliasReport, number>>
}

export type Approval =
  /** Fewer than given where there was no room, or where a wording was once reported wrong. */
  | { readonly kept: number }
  /** By a later lead than the caller's, or because the book is off. */
  | { readonly refused: "later-lead" | "off" }

export interface AliasChange {
  /**
   * Grows with each leader among the approving processes; a change under a lower one than an earlier
   * change had is refused.
   */
  readonly lead: number
  readonly aliases: ReadonlyArray<Alias>
  /** Ids of what ran out or was judged under another version; not held against their wordings. */
  readonly forget: ReadonlyArray<string>
}

export class AliasBook extends Context.Service<
  AliasBook,
  {
    /** The alias of exactly these words; synchronous. */
    readonly find: (asked: AskedWords) => Alias | undefined
    /** Synchronous, never throws. `wrong` removes the alias at once and for all instances. */
    readonly report: (alias: Alias, report: AliasReport) => void
    readonly approve: (change: AliasChange) => Effect.Effect<Approval, CacheError>
    /**
     * By `aliasId`; those wordings are not approved again for 30 days. `everything` also forgets that, and
     * what was reported, which turns a book on again.
     */
    readonly remove: (ids: ReadonlyArray<string> | "everything") => Effect.Effect<void, CacheError>
    /** As it is now, asked for where the book is shared. */
    readonly state: Effect.Effect<AliasState, CacheError>
  }
>()("@manga-assist/caching/AliasBook") {
  /** Of this process alone, lost with it. Never fails. */
  static readonly layerMemory = (options: AliasBookOptions): Layer.Layer<AliasBook> =>
    Layer.effect(AliasBook, makeMemoryBook(options))

  /** Has no alias and takes none. */
  static readonly layerNone: Layer.Layer<AliasBook> = Layer.sync(AliasBook, () =>
    AliasBook.of({
      find: () => undefined,
      report: () => undefined,
      approve: () => Effect.succeed({ refused: "off" }),
      remove: () => Effect.void,
      state: Effect.succeed({
        aliases: [],
        bytes: 0,
        off: "switched off",
        counters: emptyAliasCounters(),
        totals: { used: 0, right: 0, wrong: 0 },
      }),
    }),
  )
}

export interface AliasBookOptions {
  /** Of all that the answers of this process depend on; aliases of another version are not found. */
  readonly version: string
  /** Bound of the table in memory, estimated; 8 MiB unless given. */
  readonly maxBytes?: number | undefined
}

export const defaultAliasBytes = 8 * 1024 * 1024

export const emptyAliasCounters = (): AliasCounters => ({
  used: 0,
  right: 0,
  wrong: 0,
  lostReports: 0,
  leftOut: 0,
  unreadable: 0,
})

export const makeMemoryBook = ({ maxBytes, version }: AliasBookOptions) =>
  Effect.map(Clock.Clock, (clock): AliasBook["Service"] => {
    const table = new AliasTable(maxBytes ?? defaultAliasBytes)
    const now = () => clock.currentTimeMillisUnsafe()
    let judgement = new AliasJudgement()
    let off: string | undefined
    let lead = Number.NEGATIVE_INFINITY
    let wrong = new Set<string>()
    const counters = emptyAliasCounters()
    return AliasBook.of({
      find: (asked) => (off === undefined ? table.find(asked, version, now()) : undefined),
      report: (alias, report) => {
        counters[report] += 1
        if (report === "used") return
        off ??= judgement.judged(report, now())
        if (report === "right") return
        wrong.add(aliasId(alias))
        table.remove(wrong)
      },
      approve: ({ aliases, forget, lead: number }) =>
        Effect.sync((): Approval => {
          if (number < lead) return { refused: "later-lead" }
          if (off !== undefined) return { refused: "off" }
          lead = number
          table.remove(new Set(forget))
          const kept = aliases.filter((alias) => !wrong.has(aliasId(alias)) && table.add(alias))
          return { kept: kept.length }
        }),
      remove: (ids) =>
        Effect.sync(() => {
          if (ids !== "everything") {
            for (const id of ids) wrong.add(id)
            return table.remove(wrong)
          }
          table.replace([])
          judgement = new AliasJudgement()
          wrong = new Set()
          off = undefined
        }),
      state: Effect.sync(() => ({
        aliases: table.all,
        bytes: table.bytes,
        ...(off === undefined ? {} : { off }),
        counters: { ...counters, leftOut: table.leftOut },
        totals: { used: counters.used, right: counters.right, wrong: counters.wrong },
      })),
    })
  })
