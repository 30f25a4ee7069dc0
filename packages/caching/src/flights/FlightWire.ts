/**
 * Encodes the events of a flight (one computation shared by callers in many instances) as JSON: chunks, then its
 * value, its error, or that it was abandoned. What does not fit the schemas decodes to `undefined`.
 */
import { Exit, Option, Schema } from "effect"

export interface FlightSchemas<Chunk, A, E> {
  readonly chunk: Schema.Codec<Chunk, unknown>
  readonly value: Schema.Codec<A, unknown>
  /** Of a computation that cannot fail: `Schema.Never`. */
  readonly error: Schema.Codec<E, unknown>
}

export type FlightEvent<Chunk, A, E> =
  | { readonly kind: "chunks"; readonly chunks: ReadonlyArray<Chunk> }
  | { readonly kind: "value"; readonly value: A }
  | { readonly kind: "error"; readonly error: E }
  /** The leader will not end it, and nobody else can. */
  | { readonly kind: "abandoned" }

export const makeFlightWire = <Chunk, A, E>(schemas: FlightSchemas<Chunk, A, E>) => {
  const event = Schema.fromJsonString(
    Schema.Union([
      Schema.Struct({ kind: Schema.Literal("chunks"), chunks: Schema.Array(schemas.chunk) }),
      Schema.Struct({ kind: Schema.Literal("value"), value: schemas.value }),
      Schema.Struct({ kind: Schema.Literal("error"), error: schemas.error }),
      Schema.Struct({ kind: Schema.Literal("abandoned") }),
    ]),
  )
  const decode = Schema.decodeUnknownOption(event)
  const encode = Schema.encodeUnknownOption(event)
  const abandoned = '{"kind":"abandoned"}'

  return {
    abandoned,
    /** `undefined` for what this version does not write. */
    read: (text: string): FlightEvent<Chunk, A, E> | undefined =>
      Option.getOrUndefined(decode(text)),
    /** `undefined` when a chunk does not fit its schema. */
    chunks: (chunks: ReadonlyArray<Chunk>): string | undefined =>
      Option.getOrUndefined(encode({ kind: "chunks", chunks })),
    /** Interrupted, died, or not to be written: abandoned. */
    ending: (exit: Exit.Exit<A, E>): string => {
      const told = Exit.match(exit, {
        onSuccess: (value) => encode({ kind: "value", value }),
        onFailure: (cause) => {
          const reason = cause.reasons.find((each) => each._tag === "Fail")
          return reason === undefined
            ? Option.none()
            : encode({ kind: "error", error: reason.error })
        },
      })
      return Option.getOrElse(told, () => abandoned)
    },
  }
}

export type FlightWire<Chunk, A, E> = ReturnType<typeof makeFlightWire<Chunk, A, E>>
