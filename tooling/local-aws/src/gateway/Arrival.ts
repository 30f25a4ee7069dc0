/**
 * What happens first to a request at the emulated API Gateway, be it an event of a client for the server (connect,
 * message, disconnect) or a frame that the server posts for a client (`PostToConnection`): it is counted and delayed by
 * the latency model. A fault `slow` delays it further; the kind of any other fault is returned, and the caller applies
 * it.
 */
import {
  countRequest,
  type ServiceContext,
  waitUntil,
} from "@manga-assist/bedrock-emulator/services"
import { performance } from "node:perf_hooks"

const defaultSlowMs = 1_000
const never = new AbortController().signal

/** The kind of the fault that takes its place; undefined where it goes on. */
export const arrival = async (
  context: ServiceContext | undefined,
  operation: string,
): Promise<string | undefined> => {
  if (context === undefined) return undefined
  const arrivedMs = performance.now()
  countRequest(context.counters, operation)
  const fault = context.fault(operation)
  const isSlow = fault?.kind === "slow"
  const slowMs = isSlow ? (fault.delayMs ?? defaultSlowMs) : 0
  const askedMs = context.delayMs(operation) + slowMs
  if (askedMs > 0) await waitUntil(arrivedMs + askedMs, never)
  context.served(operation, arrivedMs, askedMs)
  return isSlow ? undefined : fault?.kind
}
