/**
 * Asks all entries of a corpus, so many at a time, each in a session of its own whose turns follow each other.
 */
import { AskedSession, type Told } from "./AskedSession.ts"
import type { CorpusEntry } from "./Corpus.ts"

export interface AskedEntry {
  readonly entry: CorpusEntry
  readonly told: ReadonlyArray<Told>
}

export interface AskOptions {
  readonly url: string
  /** What session names begin with: two runs against one store must not meet in a session. */
  readonly name: string
  readonly parallel: number
  /** Awaited before the same session slot goes on. */
  readonly asked: (done: number) => Promise<void> | undefined
}

/** In the order of `entries`. Rejects where the store cannot be reached. */
export const askCorpus = async (
  entries: ReadonlyArray<CorpusEntry>,
  { asked, name, parallel, url }: AskOptions,
): Promise<ReadonlyArray<AskedEntry>> => {
  const all: Array<AskedEntry> = []
  let next = 0
  let done = 0
  const askNext = async () => {
    for (let at = next++; at < entries.length; at = next++) {
      const entry = entries[at]
      if (entry === undefined) return
      const session = await AskedSession.open(url, `${name}-${at}`, entry.user)
      const told: Array<Told> = []
      try {
        for (const { ask } of entry.turns) told.push(await session.ask(ask))
      } finally {
        session.close()
      }
      all[at] = { entry, told }
      await asked((done += 1))
    }
  }
  await Promise.all(Array.from({ length: parallel }, askNext))
  return all
}
