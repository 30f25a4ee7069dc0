/**
 * HTTP server on loopback that runs replays, which measure the source document's two configurations: `POST /` starts
 * one where none runs, `GET /` returns its progress or the last result. The operators' page uses it through the server,
 * which is given its address. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this
 * project tests.)
 */
import { listening } from "@manga-assist/process/listening"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { Effect, type Scope } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"

/** As `tooling/bench/src/replay` says it; passed on as it came. */
type State =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly step: unknown }
  | { readonly state: "done"; readonly result: unknown }
  | { readonly state: "failed"; readonly why: string }

type Spec = Omit<ChildSpec, "onOut">

/** What one line of the program makes of the state; undefined for what is no such line. */
const stateOf = (line: string): State | undefined => {
  try {
    const said: unknown = JSON.parse(line)
    if (typeof said !== "object" || said === null) return undefined
    if ("step" in said) return { state: "running", step: said.step }
    if ("result" in said) return { state: "done", result: said.result }
    return "failed" in said ? { state: "failed", why: String(said.failed) } : undefined
  } catch {
    return undefined
  }
}

const run = Effect.fnUntraced(function* (spec: Spec, become: (state: State) => void) {
  let isOver = false
  const child = yield* startChild({
    ...spec,
    onOut: (line) => {
      const state = stateOf(line)
      if (state === undefined) return spec.onErr(line)
      isOver = state.state !== "running"
      become(state)
    },
  })
  const { detail } = yield* child.ended
  if (!isOver) become({ state: "failed", why: `it ended before its end (${detail})` })
})

/** Resolves to its address; it ends with the scope, and a replay that runs with it. */
export const offerReplays = Effect.fnUntraced(function* (
  spec: Spec,
): Effect.fn.Return<string, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const fork = Effect.runForkWith(yield* Effect.context())
  let state: State = { state: "idle" }
  const start = () => {
    state = { state: "running", step: undefined }
    const running = Effect.scoped(run(spec, (next) => (state = next)))
    fork(Effect.forkIn(running, scope, { startImmediately: true }))
  }
  const answer = ({ method }: IncomingMessage, response: ServerResponse) => {
    const isTaken = method === "POST" && state.state === "running"
    if (method === "POST" && !isTaken) start()
    response.statusCode = isTaken ? 409 : method === "POST" ? 202 : 200
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify(state))
  }
  return `http://127.0.0.1:${yield* Effect.orDie(listening(createServer(answer)))}`
})
