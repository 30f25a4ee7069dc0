/** Asks one question over a new WebSocket, as a browser would, with a deadline. Never rejects. */
import type { ServerFrame, TurnEnd } from "@manga-assist/client"
import { WebSocket } from "ws"
import { type Answer, type Failure, failureOf } from "./Answer.ts"
import type { Target } from "./Options.ts"

const answerDeadlineMs = 30_000

/** What the last frame of an answer says of it; an error may say less. */
type Last = Partial<Pick<TurnEnd, "source" | "degraded" | "budget" | "timeline">>

/** Points of the timeline, no stages. */
const marks = new Set(["first-products", "first-token", "total"])

const slowestOf = ({ budget, timeline = [] }: Last): Answer["slowest"] => {
  const [longest] = timeline
    .filter(({ stage }) => !marks.has(stage))
    .toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs))
  const usedMs = budget?.usedMs ?? timeline.find(({ stage }) => stage === "total")?.endMs
  return longest === undefined || usedMs === undefined
    ? undefined
    : { stage: longest.stage, usedMs }
}

const addressOf = ({ session, url, user }: Target): string => {
  const address = new URL("/chat", url)
  address.protocol = address.protocol.replace("http", "ws")
  if (session !== undefined) address.searchParams.set("session", session)
  if (user !== undefined) address.searchParams.set("user", user)
  return address.href
}

/** Never in the address: it would be in access logs. */
const protocolsOf = ({ token }: Target): Array<string> => [
  "manga-assist.v1",
  ...(token === undefined ? [] : [`bearer.${token}`]),
]

export const ask = (target: Target, text: string): Promise<Answer> =>
  new Promise((resolve) => {
    const socket = new WebSocket(addressOf(target), protocolsOf(target))
    let askedAt = 0
    let firstContentMs: number | undefined
    let products = 0
    let wordsFirst = false
    const end = (last: Last | undefined, failure?: Failure) => {
      clearTimeout(timer)
      socket.removeAllListeners("close")
      socket.on("error", () => {})
      socket.close()
      resolve({
        text,
        products,
        wordsFirst,
        firstContentMs,
        source: last?.source,
        degraded: last?.degraded ?? [],
        stages: new Map((last?.timeline ?? []).map(({ outcome, stage }) => [stage, outcome])),
        slowest: last === undefined ? undefined : slowestOf(last),
        failure,
      })
    }
    const timer = setTimeout(
      () => end(undefined, { kind: "late", detail: `no end within ${answerDeadlineMs / 1_000} s` }),
      answerDeadlineMs,
    )
    socket.on("open", () => {
      askedAt = performance.now()
      socket.send(JSON.stringify({ type: "message", id: "smoke", text }))
    })
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString("utf8")) as ServerFrame // of a server that speaks the protocol
      if (frame.type === "products" || frame.type === "delta") {
        firstContentMs ??= performance.now() - askedAt
      }
      if (frame.type === "looking" && products === 0) {
        // What is said before a look-up is no content yet, and its products follow it.
        firstContentMs = undefined
        wordsFirst = false
      }
      if (frame.type === "products") products = frame.products.length
      else if (frame.type === "delta" && products === 0) wordsFirst = true
      else if (frame.type === "turn-end") end(frame)
      else if (frame.type === "error") {
        const kind = frame.code === "unauthorized" ? "identity" : "refused"
        const { code, message } = frame
        end(frame, { kind, code, detail: `${code}: ${message}` })
      }
    })
    socket.on("error", (error) => end(undefined, failureOf(error)))
    socket.on("close", (code) =>
      end(undefined, {
        kind: code === 1008 ? "identity" : "refused",
        detail: `closed with ${code}`,
      }),
    )
  })
