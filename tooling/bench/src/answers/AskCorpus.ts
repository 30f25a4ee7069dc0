/**
 * Asks all entries of a corpus, a given number of them concurrently, each in a session of its own that asks its turns
 * in order. An entry that the store answered without one of its services (degraded) is asked again in a new session, a
 * given number of times at most. One that met the store's limits of messages or sessions waits and is asked again.
 */
import { setTimeout as pause } from "node:timers/promises"
import { AskedSession, type Told } from "./AskedSession.ts"
import type { CorpusEntry } from "./Corpus.ts"

export interface AskedEntry {
  readonly entry: CorpusEntry
  readonly told: ReadonlyArray<Told>
  /** How often it was asked before these answers. */
  readonly before: number
}

export interface AskOptions {
  readonly url: string
  /** What session names begin with: two runs against one store must not meet in a session. */
  readonly name: string
  readonly parallel: number
  /** How often an entry is asked once more where the store had to do without something: it is busy, not wrong. */
  readonly again: number
  /** Before an entry that met a limit is asked again, in milliseconds; 5,000 unless given. */
  readonly limitedMs?: number
  /** Awaited before the same session slot goes on. */
  readonly asked: (done: number) => Promise<void> | undefined
}

const isDegraded = ({ degraded = [] }: Told): boolean => degraded.length > 0

const askEntry = async (
  { turns, user }: CorpusEntry,
  url: string,
  name: string,
): Promise<ReadonlyArray<Told>> => {
  const session = await AskedSession.open(url, name, user)
  try {
    const told: Array<Told> = []
    for (const { ask } of turns) told.push(await session.ask(ask))
    return told
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
  ask: (tries: number) => Promise<ReadonlyArray<Told>>,
  waitMs: number,
): Promise<ReadonlyArray<Told>> => {
  for (let tries = 0; ; tries += 1) {
    const last = tries === mostLimited
    try {
      const told = await ask(tries)
      if (last || !told.some(isLimited)) return told
    } catch (cause) {
      if (last || !isRefused(cause)) throw cause
    }
    await pause(waitMs)
  }
}

/** In the order of `entries`. Rejects where the store cannot be reached. */
export const askCorpus = async (
  entries: ReadonlyArray<CorpusEntry>,
  { again, asked, limitedMs = 5_000, name, parallel, url }: AskOptions,
): Promise<ReadonlyArray<AskedEntry>> => {
  const all: Array<AskedEntry> = []
  let next = 0
  let done = 0
  const askNext = async () => {
    for (let at = next++; at < entries.length; at = next++) {
      const entry = entries[at]
      if (entry === undefined) return
      let before = 0
      const askOnce = (session: string) =>
        askWithinLimits(
          (tries) => askEntry(entry, url, tries === 0 ? session : `${session}-l${tries}`),
          limitedMs,
        )
      let told = await askOnce(`${name}-${at}`)
      while (before < again && told.some(isDegraded)) {
        before += 1
        told = await askOnce(`${name}-${at}-${before}`)
      }
      all[at] = { entry, told, before }
      await asked((done += 1))
    }
  }
  await Promise.all(Array.from({ length: parallel }, askNext))
  return all
}
