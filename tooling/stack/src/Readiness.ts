/**
 * Polls `/readyz` until it answers 200 or a deadline passes, and then returns what the last answer said.
 *
 * Every request uses a connection of its own: a kept one would count as open while the server drains.
 */
import { get } from "node:http"
import { Effect } from "effect"

/** The status of one ask and the first 2,000 characters of its body; status 0 when nothing answered. */
interface Answer {
  readonly status: number
  readonly body: string
}

const askMs = 2000
const pauseMs = 100

const ask = (url: URL): Effect.Effect<Answer> =>
  Effect.callback<Answer>((resume) => {
    const request = get(url, { agent: false, timeout: askMs }, (response) => {
      let body = ""
      response.setEncoding("utf8")
      response.on("data", (part: string) => {
        if (body.length < 2000) body += part
      })
      response.on("close", () =>
        resume(Effect.succeed({ status: response.statusCode ?? 0, body: body.slice(0, 2000) })),
      )
    })
    request.on("timeout", () => request.destroy(new Error(`no answer within ${askMs} ms`)))
    request.on("error", (cause) => resume(Effect.succeed({ status: 0, body: cause.message })))
    return Effect.sync(() => request.destroy())
  })

/** An address to bind to is not always one to connect to. */
const reachable = (base: string): URL => {
  const url = new URL("/readyz", base)
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1"
  if (url.hostname === "[::]") url.hostname = "[::1]"
  return url
}

/** Undefined once ready; after `deadlineMs` what the last answer said. */
export const untilReady = Effect.fnUntraced(function* (base: string, deadlineMs: number) {
  const url = reachable(base)
  let last: Answer = { status: 0, body: "not asked yet" }
  const asking = Effect.gen(function* () {
    for (;;) {
      last = yield* ask(url)
      if (last.status === 200) return
      yield* Effect.sleep(pauseMs)
    }
  })
  const ready = yield* asking.pipe(Effect.timeoutOption(deadlineMs))
  return ready._tag === "Some"
    ? undefined
    : `${url.href} answered ${last.status === 0 ? "nothing" : last.status}: ${last.body}`
})
