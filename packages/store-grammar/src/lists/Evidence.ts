/**
 * Finds the evidence of `words/rules` in a text, so that as little as possible is left unexplained, by as few wordings as
 * possible. Hiragana that no wording has is taken for endings and particles.
 */
import { NearWords, spellingsOf } from "@manga-assist/language"
import { isLatin, stemOf, unitsOf } from "./EvidenceUnits.ts"

/** What a wording is evidence for: all of one of these; of none, it disturbs nothing. */
export interface Evidence {
  readonly means: ReadonlyArray<ReadonlyArray<string>>
  /** `KIND=value` of the first. */
  readonly values: ReadonlyArray<{ readonly kind: string; readonly value: string }>
}

export interface EvidenceReader {
  readonly read: (text: string) => ReadonlyArray<Evidence>
}

interface Lists {
  /** Lines of wordings. */
  readonly evidence: ReadonlyArray<string>
  /** Words that disturb nothing where no line has them. */
  readonly plain: ReadonlyArray<string>
  /** Words that are no misspelling. */
  readonly ordinary: string
}

interface Node {
  readonly next: Map<string, Node>
  evidence?: Evidence
}

/** No wording, and nothing that may be passed over. */
export const unexplained: Evidence = { means: [["?"]], values: [] }
const stop: Evidence = { means: [["and"]], values: [] }

const glue = /^[ぁ-ゖー]$/u
/** Of an order or a telephone a number has more. */
const figures = /^\d{1,3}$/u
/** Shorter words are too near to others. */
const leastGuessed = 5
/** Two letters of an ending weigh as much as a wording. */
const glueCost = 0.5
/** What is unexplained weighs more than any number of wordings. */
const unexplainedCost = 1_000

const nodeOf = (): Node => ({ next: new Map() })

class Wordings {
  readonly root = nodeOf()

  add(wording: ReadonlyArray<string>, { means, values }: Evidence): void {
    let node = this.root
    for (const unit of wording) {
      const next = node.next.get(unit) ?? nodeOf()
      node.next.set(unit, next)
      node = next
    }
    const before = node.evidence
    node.evidence = before
      ? { means: [...before.means, ...means], values: before.values }
      : { means, values }
  }

  /** Each wording that begins there, by the place behind it. */
  *from(
    all: ReadonlyArray<string>,
    start: number,
    node: Node = this.root,
  ): Generator<readonly [end: number, evidence: Evidence]> {
    if (node.evidence !== undefined && node !== this.root) yield [start, node.evidence]
    const unit = all[start]
    if (unit === undefined) return
    for (const each of figures.test(unit) ? [unit, "#"] : [unit]) {
      const next = node.next.get(each)
      if (next !== undefined) yield* this.from(all, start + 1, next)
    }
  }
}

const nothing: Evidence = { means: [[]], values: [] }

const evidenceOf = (kinds: string): Evidence => {
  const named = kinds.split(" ").filter((kind) => kind !== "_")
  const parts = named.map((kind) => kind.split("="))
  return {
    means: [parts.map(([kind = ""]) => kind)],
    values: parts.flatMap(([kind = "", value]) => (value === undefined ? [] : [{ kind, value }])),
  }
}

/** Of a wording `#` is any figure. */
const withFigures = (wording: string): ReadonlyArray<string> =>
  wording.includes("#")
    ? wording.split(/(?=#)|(?<=#)/u).flatMap((part) => (part === "#" ? part : unitsOf(part)))
    : unitsOf(wording)

interface Way {
  readonly cost: number
  readonly read: Evidence | undefined
  readonly end: number
}

const passed = (unit: string, end: number): Way => {
  if (unit === ".") return { cost: 1, read: stop, end }
  return glue.test(unit)
    ? { cost: glueCost, read: undefined, end }
    : { cost: unexplainedCost, read: unexplained, end }
}

export const evidenceReader = ({ evidence, ordinary, plain }: Lists): EvidenceReader => {
  const wordings = new Wordings()
  const words = new Set<string>()
  const lines = evidence.join("\n").replaceAll(/\n[ \t]+/gu, " ")
  for (const line of lines.split("\n").filter((each) => each.includes(":"))) {
    const [kinds = "", list = ""] = line.split(":")
    const found = evidenceOf(kinds)
    for (const spelling of list.split(";").flatMap((each) => spellingsOf(each.trim()))) {
      const wording = withFigures(spelling)
      wordings.add(wording, found)
      for (const unit of wording) words.add(unit)
    }
  }
  for (const word of plain) {
    const wording = unitsOf(word)
    const ends = Array.from(wordings.from(wording, 0), ([end]) => end)
    if (!ends.includes(wording.length)) wordings.add(wording, nothing)
  }

  const known = new Set(Array.from(ordinary.matchAll(/[a-z]+/gu), ([word]) => stemOf(word)))
  const near = new NearWords<string>()
  for (const word of words) if (isLatin(word) && word.length >= leastGuessed) near.add(word, word)

  const spelt = (unit: string): string => {
    if (unit.length < leastGuessed || words.has(unit) || known.has(unit)) return unit
    const [best, next] = near.near(unit).toSorted((left, right) => left.cost - right.cost)
    return best === undefined || best.cost === next?.cost ? unit : best.meant
  }

  const read = (text: string): ReadonlyArray<Evidence> => {
    const all = unitsOf(`.${text}`).map(spelt)
    const ways: Array<Way> = []
    const costFrom = (at: number): number => ways[at]?.cost ?? 0
    for (let at = all.length - 1; at >= 0; at--) {
      const alone = passed(all[at] ?? "", at + 1)
      let best: Way = { ...alone, cost: alone.cost + costFrom(at + 1) }
      for (const [end, found] of wordings.from(all, at)) {
        const cost = 1 + costFrom(end)
        if (cost <= best.cost) best = { cost, read: found, end }
      }
      ways[at] = best
    }
    const said: Array<Evidence> = []
    for (let at = 0; at < all.length; at = ways[at]?.end ?? all.length) {
      const found = ways[at]?.read
      if (found !== undefined) said.push(found)
    }
    return said[0] === stop ? said.slice(1) : said
  }
  return { read }
}
