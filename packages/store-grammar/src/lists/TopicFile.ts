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

export interface TopicFile {
  readonly topics: ReadonlyArray<TopicBlock>
  /** What "it" may stand for. */
  readonly things: ReadonlySet<string>
}

export const topicFile = (source: string): TopicFile => {
  const blocks = source.split(/^(?=\[)/mu).map((block) => {
    const lines = block.split("\n").filter((line) => line.trim() !== "")
    const [, topic, goes = ""] =
      /^\[([a-z]*)\](.*)$/u.exec(lines.filter((line) => !line.includes(":")).join(" ")) ?? []
    if (topic === undefined) throw new Error(`"${lines[0]}" is no topic`)
    return { topic, goes: wordsIn(goes), lines: lines.filter((line) => line.includes(":")) }
  })
  const named = (name: string) => blocks.find(({ topic }) => topic === name)?.goes ?? []
  const topics = blocks
    .filter(({ lines }) => lines.length > 0)
    .map(({ goes, lines, topic }) => ({
      topic,
      lines: lines.map((line) => lineOf(line, [...named(""), ...goes])),
    }))
  return { topics, things: new Set(named("it")) }
}
