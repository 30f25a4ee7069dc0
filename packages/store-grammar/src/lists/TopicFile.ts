/**
 * Parses `patterns/rules.topics`: which kinds of word ask for which details of the store's rules. The file explains its
 * syntax. An unknown kind, or a detail before any topic, throws when the module loads.
 */
import { wordKinds } from "../kinds/Kind.ts"

/** Kinds, or kinds with a value: `FORMAT=digital`. */
export type Kinds = ReadonlySet<string>

export interface DetailLine {
  readonly detail: string
  /** One of each has to be said. */
  readonly needs: ReadonlyArray<Kinds>
}

export interface TopicBlock {
  readonly topic: string
  /** Kinds that disturb no question about the topic. */
  readonly harmless: Kinds
  /** Kinds that disturb this topic, though no other. */
  readonly disturbing: Kinds
  readonly lines: ReadonlyArray<DetailLine>
}

const kindsOf = (words: ReadonlyArray<string>, line: string): Kinds => {
  for (const word of words) {
    const [kind = ""] = word.split("=", 1)
    if (!wordKinds.has(kind)) throw new Error(`"${line}" names "${kind}", which is no kind`)
  }
  return new Set(words)
}

const wordsIn = (text: string): ReadonlyArray<string> => text.split(/\s+/u).filter(Boolean)

const blockOf = (block: string): TopicBlock => {
  const found = /^\[([a-z]*)\]([\s\S]*)$/u.exec(block)
  if (found === null) throw new Error(`"${block}" is no topic`)
  const [, topic = "", rest = ""] = found
  const lines = rest.split("\n").filter((line) => line.trim() !== "")
  const details = lines.filter((line) => line.includes(":"))
  const named = wordsIn(lines.filter((line) => !line.includes(":")).join(" "))
  const less = named.filter((word) => word.startsWith("-")).map((word) => word.slice(1))
  return {
    topic,
    harmless: kindsOf(
      named.filter((word) => !word.startsWith("-")),
      block,
    ),
    disturbing: kindsOf(less, block),
    lines: details.map((line) => {
      const [detail = "", needs = ""] = line.split(":")
      const needed = wordsIn(needs).map((group) => kindsOf(group.split("|"), line))
      if (needed.length === 0) throw new Error(`"${line}" needs no word`)
      return { detail: detail.trim(), needs: needed }
    }),
  }
}

export interface TopicFile {
  readonly topics: ReadonlyArray<TopicBlock>
  /** The kinds of the lists without details: of no topic (``), `own`, `when`, `it`, `thing`. */
  readonly list: (name: string) => Kinds
}

const none: Kinds = new Set()

export const topicFile = (source: string): TopicFile => {
  const all = source.split(/^(?=\[)/mu).map(blockOf)
  return {
    topics: all.filter(({ lines }) => lines.length > 0),
    list: (name) => all.find(({ topic }) => topic === name)?.harmless ?? none,
  }
}
