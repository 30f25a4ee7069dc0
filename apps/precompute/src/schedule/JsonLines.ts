/**
 * The line on which each value of a JSON text begins, by its path (`patterns[0].wordings.en[1]`), and duplicate
 * fields.
 *
 * The text must be valid JSON; for any other text the result is meaningless.
 */
export interface JsonLines {
  /** The line of the value; of an absent one the line of what should hold it. */
  readonly lineOf: (path: string) => number
  readonly repeated: ReadonlyArray<string>
}

interface Frame {
  readonly path: string
  readonly list: boolean
  index: number
  key: string
  awaitsKey: boolean
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gu

const within = (frame: Frame | undefined): string => {
  if (frame === undefined) return ""
  if (frame.list) return `${frame.path}[${frame.index}]`
  return frame.path === "" ? frame.key : `${frame.path}.${frame.key}`
}

const parentOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf("["), 0))

export const jsonLines = (text: string): JsonLines => {
  const lines = new Map<string, number>([["", 1]])
  const repeated: Array<string> = []
  const frames: Array<Frame> = []
  let line = 1
  let counted = 0
  for (const match of text.matchAll(tokens)) {
    const token = match[0]
    line += text.slice(counted, match.index).split("\n").length - 1
    counted = match.index
    const frame = frames.at(-1)
    if (token === "}" || token === "]") frames.pop()
    else if (token === ",") {
      if (frame !== undefined) {
        frame.index += 1
        frame.awaitsKey = !frame.list
      }
    } else if (token === ":") continue
    else if (frame?.awaitsKey === true) {
      frame.key = String(JSON.parse(token))
      frame.awaitsKey = false
      const path = within(frame)
      if (lines.has(path)) repeated.push(path)
      lines.set(path, line)
    } else {
      const path = within(frame)
      if (!lines.has(path)) lines.set(path, line)
      if (token === "{" || token === "[") {
        frames.push({ path, list: token === "[", index: 0, key: "", awaitsKey: token === "{" })
      }
    }
  }
  const lineOf = (path: string): number =>
    lines.get(path) ?? (path === "" ? 1 : lineOf(parentOf(path)))
  return { lineOf, repeated }
}
