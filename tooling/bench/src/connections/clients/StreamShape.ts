/**
 * What the stub of Bedrock (`StubServer.ts`) is told and tells by texts: the model id says the shape of the answer
 * (number of deltas, pauses, whether it is cut off), and the answer's first piece says how late it was written. The stub
 * is one process, and what it cannot write in time is not to be charged to the client.
 */
export interface StreamShape {
  readonly deltas: number
  readonly gapMs: number
  /** From the whole request to the head of the answer and the first delta. */
  readonly firstMs: number
  /** Ends after the last delta, without its `messageStop`. */
  readonly isCut?: boolean
}

export const modelIdOf = ({ deltas, gapMs, firstMs, isCut = false }: StreamShape): string =>
  `bench-${deltas}-${gapMs}-${firstMs}${isCut ? "-cut" : ""}`

const conversePath = /^\/model\/bench-(\d{1,5})-(\d{1,5})-(\d{1,5})(-cut)?\/converse-stream$/

/** Nothing for a path that is no ConverseStream of such a model. */
export const shapeOfPath = (path: string): StreamShape | undefined => {
  const found = conversePath.exec(path)
  if (found === null) return undefined
  const [deltas = 0, gapMs = 0, firstMs = 0] = found.slice(1, 4).map(Number)
  return { deltas, gapMs, firstMs, isCut: found[4] !== undefined }
}

export const firstText = (lateMs: number): string =>
  ` (${lateMs.toFixed(2)} ms late) and the sea was still`

/** 0 where the text does not begin so. */
export const latenessIn = (text: string): number =>
  Number(/^ \((\d+\.\d+) ms late\)/u.exec(text)?.[1] ?? 0)
