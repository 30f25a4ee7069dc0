/**
 * Bounded log of the last chat requests as they arrived, each with what was answered so far. Off by default, because
 * prompts contain what customers wrote.
 *
 * `keep(n)` turns it on for the last n, 0 turns it off and clears it; the oldest go first, also when the bodies together
 * exceed 128 MiB. Reading removes nothing.
 */
import type { StopReason } from "../answers/ModelAnswer.ts"
import type { Heard } from "../answers/Part.ts"
import type { AwsErrorType } from "../wire/AwsError.ts"
import { parsedJson } from "../wire/Json.ts"

export interface KeptRequest {
  /** Milliseconds since 1970, when it was read. */
  readonly at: number
  /** `ConverseStream`, `InvokeModel`, … */
  readonly operation: string
  readonly model: string
  /** Its `requestMetadata.turn`. */
  readonly turn: string | undefined
  /** JSON as it came. */
  readonly body: Buffer
  /** Goes on while the answer is told. */
  readonly answer: Heard
}

/** The same, as it is told. */
export interface SeenRequest {
  readonly at: number
  readonly operation: string
  readonly model: string
  /** JSON as it came. */
  readonly body: unknown
  readonly answer: {
    readonly text: string
    /** An input that breaks off is the text of it. */
    readonly toolUses: ReadonlyArray<{
      readonly toolUseId: string
      readonly name: string
      readonly input: unknown
    }>
    /** Absent while it is told, and where the client left. */
    readonly stopReason?: StopReason
    /** The service's error in the answer's place, or in the midst of it. */
    readonly refused?: AwsErrorType
  }
}

/** A prompt has about 20 KB. */
export const mostRequests = 10_000
const mostBytes = 128 * 1_024 * 1_024

export const makeRequestLog = () => {
  let most = 0
  let bytes = 0
  const requests: Array<KeptRequest> = []
  const shrink = () => {
    while (requests.length > most || bytes > mostBytes) {
      bytes -= requests.shift()?.body.length ?? 0
    }
  }
  return {
    /** The last so many; 0 keeps none and forgets those there are. */
    keep: (count: number): void => {
      most = count
      shrink()
    },
    kept: () => most,
    add: (request: KeptRequest): void => {
      if (most === 0) return
      requests.push(request)
      bytes += request.body.length
      shrink()
    },
    /** Oldest first: the last `limit` of those of the turn, or of all. */
    list: ({
      limit = Number.POSITIVE_INFINITY,
      turn,
    }: {
      readonly turn?: string | undefined
      readonly limit?: number | undefined
    }): ReadonlyArray<KeptRequest> => {
      const found =
        turn === undefined ? requests : requests.filter((request) => request.turn === turn)
      return found.slice(-Math.min(limit, found.length))
    },
  }
}

/** As the admin address tells it; the body is not parsed again. */
export const requestJson = ({ answer, at, body, model, operation }: KeptRequest): string => {
  const { refused, stopReason, text } = answer
  const toolUses = answer.toolUses.map(({ json, name, toolUseId }) => ({
    toolUseId,
    name,
    // What broke off stays as it was told.
    input: parsedJson(json) ?? json,
  }))
  const told = JSON.stringify({ text, toolUses, stopReason, refused })
  const head = JSON.stringify({ at, operation, model }).slice(0, -1)
  return `${head},"body":${body.toString("utf8")},"answer":${told}}`
}
