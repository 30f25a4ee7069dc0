/**
 * One query to an AWS API, with a deadline and all its pages; the result is a fact or the reason why there is none.
 *
 * A missing permission, a missing route and a late answer all yield "unknown".
 */
import { Effect } from "effect"
import { Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import { known, type Known, unknown } from "./VpcFacts.ts"

/** For each page, in milliseconds. */
const deadlineMs = 5_000
/** A server that always names another page must not keep us for ever. */
const pageLimit = 100

/** Few calls, minutes apart: HTTP/1.1 over explicit sockets, closed with the scope. */
export const clientSettings = Effect.acquireRelease(
  Effect.sync(() => ({
    maxAttempts: 2,
    requestHandler: {
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 4 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 4 }),
      connectionTimeout: 2_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
  })),
  ({ requestHandler }) =>
    Effect.sync(() => {
      requestHandler.httpAgent.destroy()
      requestHandler.httpsAgent.destroy()
    }),
)

const denials: ReadonlySet<string> = new Set([
  "UnauthorizedOperation",
  "AccessDenied",
  "AccessDeniedException",
])

/** What became of a failed call, in a few words without secrets. */
const whyFailed = (cause: unknown): string => {
  if (!(cause instanceof Error)) return "failed"
  if (denials.has(cause.name)) return `is not permitted (${cause.name})`
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name
  return code === "CredentialsProviderError" ? "has no credentials" : `failed (${code})`
}

/** `action` is the permission it needs, for example `ec2:DescribeVpcEndpoints`. */
export const ask = <A>(
  action: string,
  call: (signal: AbortSignal) => Promise<A>,
): Effect.Effect<Known<A>> =>
  Effect.tryPromise({ try: call, catch: whyFailed }).pipe(
    Effect.map(known),
    Effect.timeoutOrElse({
      duration: deadlineMs,
      orElse: () => Effect.succeed(unknown(`${action} gave no answer in ${deadlineMs} ms`)),
    }),
    Effect.catch((why) => Effect.succeed(unknown(`${action} ${why}`))),
  )

/** All pages in order; unknown when any of them is. */
export const askAll = Effect.fnUntraced(function* <A>(
  action: string,
  call: (
    token: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ readonly items: ReadonlyArray<A>; readonly next: string | undefined }>,
) {
  const items: Array<A> = []
  let token: string | undefined
  for (let page = 0; page < pageLimit; page += 1) {
    const answer: Known<{ readonly items: ReadonlyArray<A>; readonly next: string | undefined }> =
      yield* ask(action, (signal) => call(token, signal))
    if ("unknown" in answer) return answer
    items.push(...answer.value.items)
    token = answer.value.next
    if (token === undefined || token === "") return known<ReadonlyArray<A>>(items)
  }
  return unknown(`${action} has more than ${pageLimit} pages`)
})
