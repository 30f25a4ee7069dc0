/**
 * Asks all entries of a list, a given number of them concurrently, each in a session of its own that asks its turns in
 * order, and finds the request that reached the model for the last turn. An entry that the store answered without one of
 * its services (degraded) is asked again in a new session, a given number of times at most. One that met the store's
 * limits of messages or sessions waits and is asked again.
 */
import { setTimeout as pause } from "node:timers/promises"
import type { Entry } from "../QuestionList.ts"
import { AskedSession, type Told } from "./AskedSession.ts"
import type { KeptRequest, KeptRequests } from "./KeptRequests.ts"

export interface AskedEntry {
  readonly entry: Entry
  /** Of the last turn, which is judged. */
  readonly told: Told
  /** Of the turns before. */
  readonly before: ReadonlyArray<Told>
  /** Absent where no request can be seen, or none was made. */
  readonly request: KeptRequest | undefined
}

export interface AskOptions {
  readonly url: string
  /** What session names begin with: two runs against one store must not meet in a session. */
  readonly name: string
  readonly parallel: number
  /** How often an entry is asked once more where the store had to do without something: it is busy, not wrong. */
  readonly again: number
  /** Absent: the store's model cannot be watched. */
  readonly requests?: KeptRequests
  /** Before an entry that met a limit is asked again, in milliseconds; 5,000 unless given. */
  readonly limitedMs?: number
  readonly asked?: (done: number) => void
}

const isDegraded = ({ degraded = [] }: Told): boolean => degraded.length > 0

const askOnce = async (
  entry: Entry,
  { requests, url }: AskOptions,
  name: string,
): Promise<AskedEntry> => {
  const session = await AskedSession.open(url, name, entry.user)
  try {
    const told: Array<Told> = []
    let request: KeptRequest | undefined
    for (const { ask } of entry.turns) {
      const answer = await session.ask(ask)
      request = await requests?.of(answer, ask)
      told.push(answer)
    }
    const last = told.pop()
    if (last === undefined) throw new Error(`${entry.id} has no turns`)
    return { entry, told: last, before: told, request }
  } finally {
    session.close()
  }
}

/** The limits are by the minute. */
const mostLimited = 24
const isLimited = ({ outcome }: Told): boolean => outcome === "error rate-limited"
/** The handshake's own answer, as `ws` tells it. */
const isRefused = (cause: unknown): boolean =>
  cause instanceof Error && /\b429\b/u.test(cause.message)

/** Asks until no limit is in the way. */
const askWithinLimits = async (
  entry: Entry,
  options: AskOptions,
  name: string,
): Promise<AskedEntry> => {
  for (let tries = 0; ; tries += 1) {
    const last = tries === mostLimited
    try {
      const asked = await askOnce(entry, options, tries === 0 ? name : `${name}-l${tries}`)
      if (last || ![...asked.before, asked.told].some(isLimited)) return asked
    } catch (cause) {
      if (last || !isRefused(cause)) throw cause
    }
    await pause(options.limitedMs ?? 5_000)
  }
}

/** In the order of `entries`. Rejects where the store cannot be reached. */
export const askEntries = async (
  entries: ReadonlyArray<Entry>,
  options: AskOptions,
): Promise<ReadonlyArray<AskedEntry>> => {
  const { again, asked: tellDone, name, parallel, requests } = options
  const all: Array<AskedEntry> = []
  let next = 0
  let done = 0
  const askNext = async () => {
    for (let at = next++; at < entries.length; at = next++) {
      const entry = entries[at]
      if (entry === undefined) return
      let asked = await askWithinLimits(entry, options, `${name}-${at}`)
      for (let more = 1; more <= again; more += 1) {
        if (![...asked.before, asked.told].some(isDegraded)) break
        asked = await askWithinLimits(entry, options, `${name}-${at}-${more}`)
      }
      all[at] = asked
      tellDone?.((done += 1))
    }
  }
  const sessions = requests?.parallel === false ? 1 : parallel
  await Promise.all(Array.from({ length: sessions }, askNext))
  return all
}
