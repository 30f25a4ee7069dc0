/**
 * Asks over HTTP: the server whether it is ready, until `/readyz` answers 200 or a deadline passes; and tells the emulated
 * API Gateway the address of the server behind it. What goes wrong is returned as text.
 *
 * Every request uses a connection of its own: a kept one would count as open while the server drains.
 */
import { Effect } from "effect"

const askMs = 2000
const pauseMs = 100

/** The status and the first 2,000 characters of the body; status 0 when nothing answered. */
const ask = (url: URL, more: RequestInit = {}) =>
  Effect.tryPromise({
    try: async (signal) => {
      const reply = await fetch(url, { ...more, headers: { connection: "close" }, signal })
      return { status: reply.status, body: (await reply.text()).slice(0, 2000) }
    },
    catch: (cause) => String(cause instanceof Error ? (cause.cause ?? cause) : cause),
  }).pipe(
    Effect.timeoutOrElse({
      duration: askMs,
      orElse: () => Effect.fail(`no answer within ${askMs} ms`),
    }),
    Effect.catch((body) => Effect.succeed({ status: 0, body })),
  )

/** An address to bind to is not always one to connect to. */
export const reachable = (base: string, path: string): URL => {
  const url = new URL(path, base)
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1"
  if (url.hostname === "[::]") url.hostname = "[::1]"
  return url
}

/** Undefined once ready; after `deadlineMs` what the last answer said. */
export const untilReady = Effect.fnUntraced(function* (base: string, deadlineMs: number) {
  const url = reachable(base, "/readyz")
  let last = { status: 0, body: "not asked yet" }
  const asking = Effect.gen(function* () {
    while ((last = yield* ask(url)).status !== 200) yield* Effect.sleep(pauseMs)
  })
  const ready = yield* asking.pipe(Effect.timeoutOption(deadlineMs))
  return ready._tag === "Some"
    ? undefined
    : `${url.href} answered ${last.status === 0 ? "nothing" : last.status}: ${last.body}`
})

/** `endpoint` is its stage's address. Undefined: it knows, else what went wrong. */
export const putBehind = (endpoint: string, server: string): Effect.Effect<string | undefined> =>
  Effect.map(
    ask(new URL("/backends", endpoint), { method: "PUT", body: JSON.stringify([server]) }),
    ({ body, status }) => {
      if (status === 0) return body
      return status < 300 ? undefined : `it answered ${status}`
    },
  )
