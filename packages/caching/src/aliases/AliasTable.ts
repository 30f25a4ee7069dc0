/**
 * The aliases (exact wordings, each mapped to another question's cached answer) that one process holds in memory,
 * bounded in bytes; aliases beyond the bound are left out and counted.
 *
 * Plain state; the caller passes the time.
 */
import { type Alias, aliasId, type AskedWords } from "./Alias.ts"

/** What one alias costs beside its characters, of two bytes each: a record, ten strings, a place in two maps. */
const overheadBytes = 700

const bytesOf = ({ approvedBy, kept, locale, model, partition, place, version, words }: Alias) => {
  const texts = [approvedBy, kept, locale, model, partition, place, version, words]
  // Partition, locale and words once more, as the key.
  const keyLength = partition.length + locale.length + words.length + 2
  return overheadBytes + 2 * texts.reduce((sum, text) => sum + text.length, keyLength)
}

const keyOf = ({ locale, partition, words }: AskedWords): string =>
  `${partition}\n${locale}\n${words}`

export class AliasTable {
  readonly #maxBytes: number
  #aliases = new Map<string, Alias>()
  #bytes = 0
  #leftOut = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  replace(aliases: Iterable<Alias>): void {
    this.#aliases = new Map()
    this.#bytes = 0
    this.#leftOut = 0
    for (const alias of aliases) this.add(alias)
  }

  /** False where there is no room. */
  add(alias: Alias): boolean {
    const key = keyOf(alias)
    const before = this.#aliases.get(key)
    const bytes = this.#bytes + bytesOf(alias) - (before === undefined ? 0 : bytesOf(before))
    if (bytes > this.#maxBytes) {
      this.#leftOut += 1
      return false
    }
    this.#aliases.set(key, alias)
    this.#bytes = bytes
    return true
  }

  /** Only what was judged under this version and has not run out. */
  find(asked: AskedWords, version: string, now: number): Alias | undefined {
    const alias = this.#aliases.get(keyOf(asked))
    return alias !== undefined && alias.version === version && now < alias.expiresAt
      ? alias
      : undefined
  }

  remove(ids: ReadonlySet<string>): void {
    this.replace([...this.#aliases.values()].filter((alias) => !ids.has(aliasId(alias))))
  }

  get all(): ReadonlyArray<Alias> {
    return [...this.#aliases.values()]
  }

  get bytes(): number {
    return this.#bytes
  }

  get leftOut(): number {
    return this.#leftOut
  }
}
