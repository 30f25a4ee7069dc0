/**
 * Parses `patterns/rules.topics`: which evidence asks for which detail of the store's rules. The file explains its syntax. A
 * detail before any topic, or one that needs nothing, throws when the module loads.
 */

export interface DetailLine {
  readonly detail: string
  /** One of each has to be said. */
  readonly needs: ReadonlyArray<ReadonlySet<string>>
  /** What goes with it, and is not asked for by itself then. */
  readonly goesWith: ReadonlySet<string>
  /** What may be said beside it, its needs as well. */
  readonly goes: ReadonlySet<string>
  /** Asked for where nothing else of the topic is. */
  readonly last: boolean
}

export interface TopicBlock {
  readonly topic: string
  readonly lines: ReadonlyArray<DetailLine>
}

const wordsIn = (text: string): ReadonlyArray<string> => text.split(/\s+/u).filter(Boolean)

const written = /^(?<detail>[a-z-]+)(?<last>\??):(?<needs>[^()]*)(?:\((?<beside>[^()]*)\))?$/u

const lineOf = (line: string, goes: ReadonlyArray<string>): DetailLine => {
  const { beside = "", detail = "", last, needs = "" } = written.exec(line)?.groups ?? {}
  const needed = wordsIn(needs).map((group) => group.split("|"))
  if (needed.length === 0) throw new Error(`"${line}" is no detail of a topic`)
  return {
    detail,
    needs: needed.map((group) => new Set(group)),
    goesWith: new Set(wordsIn(beside)),
    goes: new Set([...goes, ...needed.flat(), ...wordsIn(beside)]),
    last: last !== "",
  }
}

export const topicsOf = (source: string): ReadonlyArray<TopicBlock> => {
  const blocks = source.split(/^(?=\[)/mu).map((block) => {
    const [head = "", ...lines] = block.split("\n").filter((line) => line.trim() !== "")
    const [, topic, goes = ""] = /^\[([a-z]*)\](.*)$/u.exec(head) ?? []
    if (topic === undefined) throw new Error(`"${head}" is no topic`)
    return { topic, goes: wordsIn(goes), lines }
  })
  const always = blocks.find(({ topic }) => topic === "")?.goes ?? []
  return blocks
    .filter(({ topic }) => topic !== "")
    .map(({ goes, lines, topic }) => ({
      topic,
      lines: lines.map((line) => lineOf(line, [...always, ...goes])),
    }))
}
