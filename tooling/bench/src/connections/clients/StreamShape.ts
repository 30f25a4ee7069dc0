/**
 * Encodes the shape of an answer (number of deltas, pauses, whether it is cut off) in the model id and decodes it
 * again, so that one stub of Bedrock (`StubServer.ts`) serves every shape.
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

/** Nothing for a path that is no ConverseStream of such a model. */
export const shapeOfPath = (path: string): StreamShape | undefined => {
  const found = /^\/model\/bench-(\d{1,5})-(\d{1,5})-(\d{1,5})(-cut)?\/converse-stream$/.exec(path)
  return found === null
    ? undefined
    : {
        deltas: Number(found[1]),
        gapMs: Number(found[2]),
        firstMs: Number(found[3]),
        isCut: found[4] !== undefined,
      }
}
