/**
 * The learned wordings of a cache, each mapped to a sentence that asks the same. Looked up synchronously in memory.
 *
 * The book does not judge; whoever calls `approve` has done so. Expired wordings and those of another version are not
 * found; one reported wrong is removed and stays out. When too many were wrong, the book turns itself off
 * (`WordingJudgement.ts`).
 */
import { Clock, Context, Effect, Layer } from "effect"
import type { CacheError } from "../CacheError.ts"
import { type AskedWording, mostRefused, mostWordings, type Wording, wordingId } from "./Wording.ts"
import { WordingJudgement } from "./WordingJudgement.ts"

/** `used`: an answer was served by it. `right`, `wrong`: that answer was compared with a fresh one. */
export type WordingReport = "used" | "right" | "wrong"

/** Of this process, since the book was made. */
export interface WordingCounters {
  used: number
  right: number
  wrong: number
  /** Reports that could not be passed on and were given up. */
  lostReports: number
  /** What was found under the store's keys and is no wording, at the last reading. */
  unreadable: number
}

export interface WordingState {
  /** All there are, those of other versions and those that have run out included. */
  readonly wordings: ReadonlyArray<Wording>
  /** Why none is found; absent while they are in use. */
  readonly off?: string
  readonly counters: Readonly<WordingCounters>
  /** Of all processes together, since the shared counts were begun. */
  readonly totals: Readonly<Record<WordingReport, number>>
}

export type Approval =
  /** Fewer than given where there was no room, or where one was once reported wrong. */
  | { readonly kept: number }
  /** By a later lead than the caller's, or because the book is off. */
  | { readonly refused: "later-lead" | "off" }

export interface WordingChange {
  /**
   * Grows with each leader among the approving processes; a change under a lower one than an earlier
   * change had is refused.
   */
  readonly lead: number
  readonly wordings: ReadonlyArray<Wording>
}

export class WordingBook extends Context.Service<
  WordingBook,
  {
    /** The learned wording of exactly this text; synchronous. */
    readonly find: (asked: AskedWording) => Wording | undefined
    /** Synchronous, never throws. `wrong` removes it at once and for all instances. */
    readonly report: (wording: Wording, report: WordingReport) => void
    /** Forgets what ran out or was judged under another version. */
    readonly approve: (change: WordingChange) => Effect.Effect<Approval, CacheError>
    /**
     * By `wordingId`; those are not approved again for 30 days. `everything` also forgets that, and what was
     * reported, which turns a book on again.
     */
    readonly remove: (ids: ReadonlyArray<string> | "everything") => Effect.Effect<void, CacheError>
    /** Ids of those that are found here, or were removed and would not be approved. */
    readonly settled: (
      asked: ReadonlyArray<AskedWording>,
    ) => Effect.Effect<ReadonlySet<string>, CacheError>
    /** As it is now, asked for where the book is shared. */
    readonly state: Effect.Effect<WordingState, CacheError>
  }
>()("@manga-assist/caching/WordingBook") {
  /** Of this process alone, lost with it. Never fails. */
  static readonly layerMemory = (options: WordingBookOptions): Layer.Layer<WordingBook> =>
    Layer.effect(WordingBook, makeMemoryBook(options))

  /** Has none and takes none. */
  static readonly layerNone: Layer.Layer<WordingBook> = Layer.sync(WordingBook, () =>
    WordingBook.of({
      find: () => undefined,
      report: () => undefined,
      approve: () => Effect.succeed({ refused: "off" }),
      remove: () => Effect.void,
      settled: () => Effect.succeed(new Set()),
      state: Effect.succeed({
        wordings: [],
        off: "switched off",
        counters: noCounters(),
        totals: { used: 0, right: 0, wrong: 0 },
      }),
    }),
  )
}

export interface WordingBookOptions {
  /** Of all that the answers of this process depend on; wordings of another version are not found. */
  readonly version: string
}

export const noCounters = (): WordingCounters => ({
  used: 0,
  right: 0,
  wrong: 0,
  lostReports: 0,
  unreadable: 0,
})

/** What is held in memory, by `wordingId`. */
export type Held = Map<string, Wording>

const isValid = (wording: Wording, version: string, now: number): boolean =>
  wording.version === version && now < wording.expiresAt

export const findIn = (
  held: Held,
  asked: AskedWording,
  version: string,
  now: number,
): Wording | undefined => {
  if (held.size === 0) return undefined
  const wording = held.get(wordingId(asked))
  return wording !== undefined && isValid(wording, version, now) ? wording : undefined
}

/** Ids of those that are found, or were removed. */
export const settledAmong = (
  asked: ReadonlyArray<AskedWording>,
  removed: ReadonlySet<string>,
  held: Held,
  version: string,
  now: number,
): ReadonlySet<string> =>
  new Set(
    asked.flatMap((each) => {
      const id = wordingId(each)
      return removed.has(id) || findIn(held, each, version, now) !== undefined ? id : []
    }),
  )

/** Ids of what ran out, or was judged under another version. */
export const overIn = (held: Held, version: string, now: number): ReadonlyArray<string> =>
  [...held].flatMap(([id, wording]) => (isValid(wording, version, now) ? [] : id))

export const makeMemoryBook = ({ version }: WordingBookOptions) =>
  Effect.map(Clock.Clock, (clock): WordingBook["Service"] => {
    const held: Held = new Map()
    const wrong = new Set<string>()
    const now = () => clock.currentTimeMillisUnsafe()
    let judgement = new WordingJudgement()
    let off: string | undefined
    let lead = Number.NEGATIVE_INFINITY
    const counters = noCounters()
    const refuse = (id: string) => {
      held.delete(id)
      wrong.add(id)
      const [oldest] = wrong
      if (wrong.size > mostRefused && oldest !== undefined) wrong.delete(oldest)
    }
    const add = (wording: Wording): boolean => {
      const id = wordingId(wording)
      if (wrong.has(id) || (held.size >= mostWordings && !held.has(id))) return false
      held.set(id, wording)
      return true
    }
    return WordingBook.of({
      find: (asked) => (off === undefined ? findIn(held, asked, version, now()) : undefined),
      report: (wording, report) => {
        counters[report] += 1
        if (report === "used") return
        off ??= judgement.judged(report, now())
        if (report === "wrong") refuse(wordingId(wording))
      },
      approve: ({ lead: number, wordings }) =>
        Effect.sync((): Approval => {
          if (number < lead) return { refused: "later-lead" }
          if (off !== undefined) return { refused: "off" }
          lead = number
          for (const id of overIn(held, version, now())) held.delete(id)
          return { kept: wordings.filter(add).length }
        }),
      remove: (ids) =>
        Effect.sync(() => {
          if (ids !== "everything") return ids.forEach(refuse)
          held.clear()
          wrong.clear()
          judgement = new WordingJudgement()
          off = undefined
        }),
      settled: (asked) => Effect.sync(() => settledAmong(asked, wrong, held, version, now())),
      state: Effect.sync(() => ({
        wordings: [...held.values()],
        ...(off === undefined ? {} : { off }),
        counters,
        totals: { used: counters.used, right: counters.right, wrong: counters.wrong },
      })),
    })
  })
