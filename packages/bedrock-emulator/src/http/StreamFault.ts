/**
 * Applies an injected fault to a running answer stream, to a request before its answer, or to its connection. The
 * result is true if the answer goes on, perhaps delayed.
 *
 * Two tests decide when a fault is due: `strikesBelow` for faults of the connection, before the request is even
 * authenticated; `strikesInStream` (of `Faults.ts`) for faults that wait for the events of a stream.
 */
import { slownessOf } from "../service/Faults.ts"
import type { Fault, FaultKind, Strike } from "../service/Service.ts"
import { AwsError } from "../wire/AwsError.ts"
import { encodeException } from "../wire/EventStream.ts"
import type { Exchange } from "./Exchange.ts"

const noise = Buffer.from("\u0000\u0001garbage\u00ff\u00fe<html>{]\u0000".repeat(8), "latin1")

const errors = {
  throttle: new AwsError(
    "ThrottlingException",
    "Too many requests, please wait before trying again.",
  ),
  unavailable: new AwsError(
    "ServiceUnavailableException",
    "Bedrock is unable to process your request.",
  ),
  denied: new AwsError(
    "AccessDeniedException",
    "You don't have access to the model with the specified model ID.",
  ),
  "mid-stream-exception": new AwsError("ModelErrorException", "The model returned an error."),
} as const

const whileStreaming = new AwsError(
  "ModelStreamErrorException",
  "The model returned an error while streaming its answer.",
)
const original = { originalStatusCode: 500, originalMessage: "Internal model error" }

/**
 * Strikes just before `next`, the frame that would leave now. True when the stream goes on.
 */
export const strikeStream = async (
  fault: Strike,
  exchange: Exchange,
  next: Buffer,
): Promise<boolean> => {
  switch (fault.kind) {
    case "mid-stream-exception":
      exchange.end(encodeException(whileStreaming, original))
      return false
    case "throttle":
    case "unavailable":
      exchange.end(encodeException(errors[fault.kind]))
      return false
    case "garbage": {
      // A whole frame with one wrong byte, so that a reader which skips the checksums is caught.
      const corrupt = Buffer.from(next)
      const middle = corrupt.length - 8
      corrupt[middle] = (corrupt[middle] ?? 0) ^ 0xff
      exchange.write(corrupt)
      exchange.end(noise)
      return false
    }
    case "slow":
      await exchange.wait(slownessOf(fault))
      return !exchange.gone()
    default:
      // The events before it have left; a cut would otherwise take them along.
      await exchange.flushed()
      return strikeConnection(fault, exchange)
  }
}

const ofConnections: ReadonlySet<FaultKind> = new Set([
  "reset",
  "refuse",
  "fin",
  "goaway",
  "stall",
  "black-hole",
])

/** Faults of the network strike before anyone looks at the signature. */
export const strikesBelow = (fault: Fault): boolean => ofConnections.has(fault.kind)

/** The faults that act below the answer. True when the answer goes on. */
export const strikeConnection = async (fault: Strike, exchange: Exchange): Promise<boolean> => {
  switch (fault.kind) {
    case "reset":
    case "refuse":
      exchange.peer.reset()
      return false
    case "fin":
      exchange.peer.fin()
      return false
    case "goaway":
      exchange.goAway()
      return true
    case "stall":
      await Promise.race([fault.over, exchange.untilGone()])
      return !exchange.gone()
    case "black-hole":
      // On one operation only this call is silent; otherwise the path is.
      if (fault.operation !== undefined) {
        await Promise.race([fault.over, exchange.untilGone()])
        return !exchange.gone()
      }
      exchange.peer.shut()
      return true
    default:
      return true
  }
}

/** Strikes a request that has no stream, or whose stream has not begun. True when it goes on. */
export const strikeRequest = async (fault: Strike, exchange: Exchange): Promise<boolean> => {
  switch (fault.kind) {
    case "throttle":
    case "unavailable":
    case "denied":
    case "mid-stream-exception":
      throw errors[fault.kind]
    case "slow":
      await exchange.wait(slownessOf(fault))
      return !exchange.gone()
    case "garbage":
      exchange.head(200, { "content-type": "application/json" })
      exchange.end(noise)
      return false
    default:
      return strikeConnection(fault, exchange)
  }
}
