/**
 * Serialises what a model returns, for other processes: stream parts, whole answers, and failures. Dates and bytes are
 * restored; values without a JSON form are left out.
 *
 * `completeText` decides what may be cached: the text of an answer that ended by itself,
 * without tools and files.
 */
import { APICallError, type LanguageModelMiddleware } from "ai"

type Wrap<K extends "wrapGenerate" | "wrapStream"> = NonNullable<LanguageModelMiddleware[K]>
export type Model = Parameters<Wrap<"wrapStream">>[0]["model"]
export type CallParams = Parameters<Wrap<"wrapStream">>[0]["params"]
export type StreamResult = Awaited<ReturnType<Wrap<"wrapStream">>>
export type GenerateResult = Awaited<ReturnType<Wrap<"wrapGenerate">>>
export type StreamPart = StreamResult["stream"] extends ReadableStream<infer Part> ? Part : never

const DATE = "\u0000date"
const BYTES = "\u0000bytes"

/** As JSON can hold it, fields in the order of their names. */
export const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Date) return { [DATE]: value.getTime() }
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString("base64") }
  if (value instanceof URL) return value.href
  if (value instanceof Error) return plain(failureOf(value))
  if (Array.isArray(value)) return value.map(plain)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]))
}

const unpacked = (_key: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (DATE in value) return new Date(Number(value[DATE]))
  if (BYTES in value) return new Uint8Array(Buffer.from(String(value[BYTES]), "base64"))
  return value
}

export const pack = (value: StreamPart | GenerateResult | ReadonlyArray<StreamPart>): string =>
  JSON.stringify(plain(value))

// What is read was written by `pack`, under a key or in a flight of the same kind.
const unpack = (text: string) => JSON.parse(text, unpacked)

export const unpackPart = (text: string): StreamPart => {
  const part: StreamPart = unpack(text)
  return part.type === "error" && isFailure(part.error)
    ? { ...part, error: rebuilt(part.error) }
    : part
}
export const unpackParts = (text: string): ReadonlyArray<StreamPart> => unpack(text)
export const unpackResult = (text: string): GenerateResult => unpack(text)

/** Why a call of the model failed, as far as a caller's rules for trying again need to know it. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly isRetryable?: boolean
  readonly statusCode?: number
  readonly url?: string
  readonly responseHeaders?: Readonly<Record<string, string>>
  readonly responseBody?: string
}

/** In the process of the call itself its callers get the very error. */
const originals = new WeakMap<Failure, unknown>()

export const failureOf = (error: unknown): Failure => {
  const failure = describe(error)
  originals.set(failure, error)
  return failure
}

const describe = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) }
  const { message, name } = error
  if (!APICallError.isInstance(error)) return { name, message }
  const { isRetryable, responseBody, responseHeaders, statusCode, url } = error
  return {
    name,
    message,
    isRetryable,
    url,
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
    ...(responseBody === undefined ? {} : { responseBody }),
  }
}

const isFailure = (value: unknown): value is Failure =>
  typeof value === "object" && value !== null && "message" in value && "name" in value

export const errorOf = (failure: Failure): unknown => originals.get(failure) ?? rebuilt(failure)

const rebuilt = ({ message, name, url, ...failure }: Failure): Error =>
  url === undefined
    ? Object.assign(new Error(message), { name })
    : new APICallError({
        ...failure,
        responseHeaders: { ...failure.responseHeaders },
        message,
        url,
        requestBodyValues: {},
      })

type Part = StreamPart | GenerateResult["content"][number]

/** Of what answers that may be kept consist. Tools act or look around, files are large: neither is replayed. */
const kept = new Set<Part["type"]>([
  "stream-start",
  "response-metadata",
  "text-start",
  "text-delta",
  "text-end",
  "text",
  "reasoning-start",
  "reasoning-delta",
  "reasoning-end",
  "reasoning",
  "source",
  "finish",
])

/** The text of a whole answer that ended by itself; `undefined` for every other. */
export const completeText = (
  parts: ReadonlyArray<Part>,
  reason: GenerateResult["finishReason"] | undefined,
): string | undefined => {
  if (reason?.unified !== "stop" || !parts.every(({ type }) => kept.has(type))) return undefined
  const text = parts
    .map((part) =>
      part.type === "text-delta" ? part.delta : part.type === "text" ? part.text : "",
    )
    .join("")
  return text.trim() === "" ? undefined : text
}
