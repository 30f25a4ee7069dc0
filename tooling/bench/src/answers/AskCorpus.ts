/**
 * Asks all entries of a corpus, a given number of them concurrently, each in a session of its own that asks its turns
 * in order. An entry that the store answered without one of its services (degraded) is asked again in a new session, a
 * given number of times at most.
 */
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

/** In the order of `entries`. Rejects where the store cannot be reached. */
export const askCorpus = async (
  entries: ReadonlyArray<CorpusEntry>,
  { again, asked, name, parallel, url }: AskOptions,
): Promise<ReadonlyArray<AskedEntry>> => {
  const all: Array<AskedEntry> = []
  let next = 0
  let done = 0
  const askNext = async () => {
    for (let at = next++; at < entries.length; at = next++) {
      const entry = entries[at]
      if (entry === undefined) return
      let before = 0
      let told = await askEntry(entry, url, `${name}-${at}`)
      while (before < again && told.some(isDegraded)) {
        before += 1
        told = await askEntry(entry, url, `${name}-${at}-${before}`)
      }
      all[at] = { entry, told, before }
      await asked((done += 1))
    }
  }
  await Promise.all(Array.from({ length: parallel }, askNext))
  return all
}
