/**
 * One call to a service: each attempt has a deadline, and what may pass (throttling, an error of the service, silence) is
 * tried again after a pause whose bound doubles up to 5 s and which is drawn below it ("full jitter"), for 90 s at most.
 */
import { Duration, Effect, Random, Schedule } from "effect"
import { CatalogueError } from "../CatalogueError.ts"

const attemptDeadline = Duration.seconds(30)

/** Serverless knows a new index after some seconds, and a throttled table needs a while to grow. */
export const patience = Duration.seconds(90)

/** Retries while a failure is `busy`. */
export const untilDone = Schedule.min([
  Schedule.exponential("200 millis"),
  Schedule.spaced("5 seconds"),
]).pipe(
  Schedule.modifyDelay(({ duration }) =>
    Effect.map(Random.next, (drawn) => Duration.times(duration, drawn)),
  ),
  Schedule.upTo({ duration: patience }),
  Schedule.setInputType<CatalogueError>(),
  Schedule.while(({ input }) => input.reason === "busy"),
)

const passing =
  /Throttl|ThroughputExceeded|TooManyRequests|LimitExceeded|Unavailable|InternalServer|Timeout|NotReady/u

/** Of the SDK, or of `fetch`: without a status nobody answered. */
const isPassing = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false
  const status =
    "$metadata" in cause && typeof cause.$metadata === "object" && cause.$metadata !== null
      ? Object.entries(cause.$metadata).find(([name]) => name === "httpStatusCode")?.[1]
      : undefined
  // Without credentials nothing was asked.
  if (/Credential/u.test(cause.name)) return false
  return passing.test(cause.name) || typeof status !== "number" || status >= 500
}

export const busy = (what: string): CatalogueError =>
  new CatalogueError({ reason: "busy", detail: what })

/** `what` begins with the service: "dynamodb: writing rows". */
export const attempt = <A>(
  what: string,
  send: (abortSignal: AbortSignal) => Promise<A>,
): Effect.Effect<A, CatalogueError> =>
  Effect.tryPromise({
    try: send,
    catch: (cause) =>
      new CatalogueError({
        reason: isPassing(cause) ? "busy" : "refused",
        detail: `${what} failed: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
        cause,
      }),
  }).pipe(
    Effect.timeoutOrElse({
      duration: attemptDeadline,
      orElse: () => Effect.fail(busy(`${what} was not answered within 30 s`)),
    }),
  )

/** A service's answer, of which only what is used is named; every field may be missing. */
export const parsed = <A>(what: string, text: string): Effect.Effect<A, CatalogueError> =>
  Effect.try({
    try: (): A => JSON.parse(text),
    catch: (cause) =>
      new CatalogueError({ reason: "refused", detail: `${what} was answered with no JSON`, cause }),
  })
