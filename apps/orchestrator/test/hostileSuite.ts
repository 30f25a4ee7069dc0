/**
 * Ten thousand hostile requests over every way in, half of them over each transport: the server goes on, answers what
 * is whole, and tells nobody of others' sessions or of its inside. `HOSTILE_REQUESTS=100000` is the long form.
 */
import type { Layer } from "effect"
import { sample } from "fast-check"
import { describe, expect, it, onTestFinished } from "vitest"
import type { SocketServer } from "../src/transport/SocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { tokenIdentity } from "./FixedIdentity.ts"
import { gatewayConnections, type HostileRequest, hostileRequest } from "./hostileRequests.ts"
import { gatewaySecret, openGateway } from "./OpenGateway.ts"
import { RawConnection } from "./RawConnection.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const seed = 20_261_130
const requests = Number(process.env["HOSTILE_REQUESTS"] ?? 10_000) / 2
const atOnce = 50
/** Several times what each takes on a busy machine: what hangs is ended, and nothing else. */
const patience = { timeout: 120_000 + 30 * requests }
const secret = "only-the-victim-may-read-this"

/** What tells of files, modules, stacks and the language's own errors. */
const inner =
  /node_modules|[\w/-]+\.[tj]s:\d|\n\s+at |\b(?:Type|Reference|Range|Syntax)Error\b|scripted death|thrown|Cannot read|is not a function|(?<!received )\bundefined\b|\[object |\/(?:packages|apps|tooling)\/\w/u
const foreign = new RegExp(`${secret}|"order":"MA-demo-victim"`, "u")

const isAnswered = ({ text }: RawConnection) => text.startsWith("HTTP/1.1 ")

/** Sends one, and what comes with it; what was said until the answer, the end, or as long as one waits for what is broken. */
const played = async (
  port: number,
  { bytes, frames, isWhole }: HostileRequest,
): Promise<{ readonly text: string; readonly isDue: boolean }> => {
  const connection = await RawConnection.open(port)
  connection.write(bytes)
  const until = performance.now() + (isWhole ? 10_000 : 50)
  const isOver = () => connection.isClosed || isAnswered(connection) || performance.now() > until
  while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 2))
  const isDue = isWhole && !connection.isClosed && !isAnswered(connection)
  if (connection.text.startsWith("HTTP/1.1 101")) {
    for (const frame of frames) connection.write(frame)
  }
  // The rest of an answer comes behind its first line.
  await new Promise((resolve) => setTimeout(resolve, 20))
  connection.end()
  return { text: connection.text, isDue }
}

export const hostileSuite = (name: string, transport: Layer.Layer<SocketServer, unknown>) => {
  const victimOf = async (server: TestServer) => {
    const victim = await ChatClient.open(server.url("?session=victim-session"), [
      "manga-assist.v1",
      "bearer.demo-victim",
    ])
    victim.message("v", `say ${secret}`)
    expect(await victim.end("v")).toMatchObject({ finish: "complete" })
    return victim
  }

  describe(`${requests} hostile requests over ${name}`, () => {
    it("harm nobody and tell nothing of the inside", patience, async () => {
      const posted: Array<string> = []
      const server = await startServer(transport, {
        gateway: openGateway((text) => void posted.push(text)),
        identity: tokenIdentity,
        // Those that never end by themselves.
        turnGraceMs: 200,
        latencyBudgetMs: 200,
      })
      onTestFinished(server.close)
      const victim = await victimOf(server)
      const unanswered: Array<string> = []
      const told: Array<string> = []
      const statuses = new Map<string, number>()
      const plans = sample(hostileRequest, { numRuns: requests, seed })
      for (let from = 0; from < plans.length; from += atOnce) {
        await Promise.all(
          plans.slice(from, from + atOnce).map(async (plan) => {
            const { isDue, text } = await played(server.port, plan)
            const sent = plan.bytes.toString("latin1").slice(0, 400)
            if (isDue) unanswered.push(sent)
            const found = inner.exec(text) ?? foreign.exec(text)
            // What a client has sent may be said again to the same client.
            if (found !== null && !sent.includes(found[0])) told.push(`${found[0]} to ${sent}`)
            const status = text.slice(9, 12)
            statuses.set(status, (statuses.get(status) ?? 0) + 1)
          }),
        )
        // A turn of its own would have as little time as the hostile ones.
        victim.message(`w${from}`, "at-once hello")
        expect(await victim.end(`w${from}`)).toMatchObject({ finish: "complete" })
      }
      expect({ unanswered: unanswered.slice(0, 5), told: told.slice(0, 5) }).toEqual({
        unanswered: [],
        told: [],
      })
      expect(posted.length).toBeGreaterThan(requests / 100)
      expect(posted.filter((text) => inner.test(text) || foreign.test(text))).toEqual([])
      for (const status of ["101", "200", "400", "401", "403", "404", "405", "410", "415"]) {
        expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true])
      }
      await victim.close()
      for (const connection of gatewayConnections) {
        await fetch(`${server.http}/gateway/disconnect`, {
          method: "POST",
          headers: { "x-gateway-secret": gatewaySecret, "x-connection-id": connection },
        })
      }
      await expect
        .poll(async () => (await fetch(`${server.operator}/metrics`)).text(), { timeout: 30_000 })
        .toMatch(/manga_assist_open_connections 0\n[\s\S]*manga_assist_running_messages 0\n/)
    })
  })
}
