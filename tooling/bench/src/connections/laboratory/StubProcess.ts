/**
 * Runs the stub of Bedrock Runtime (`StubServer.ts`) in a process of its own, so that its processor time is not the
 * client's, and in front of it the network: relays (`Relay.ts`) that are silenced, healed and cut together.
 */
import { readFileSync } from "node:fs"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { type Relay, startRelay } from "./Relay.ts"
import { startStub } from "./StubServer.ts"

const [keyFile = "", certificateFile = ""] = process.argv.slice(2)

const stub = await startStub({
  key: readFileSync(keyFile, "utf8"),
  certificate: readFileSync(certificateFile, "utf8"),
})
const relays: Array<Relay> = []

const calls = {
  port: () => stub.port,
  counts: () => stub.counts(),
  resetCounts: () => stub.resetCounts(),
  /** A new one's port. */
  relay: async (oneWayMs: number) => {
    const relay = await startRelay(stub.port, oneWayMs)
    relays.push(relay)
    return relay.port
  },
  silence: () => relays.forEach((relay) => relay.silence()),
  heal: () => relays.forEach((relay) => relay.heal()),
  cut: () => relays.forEach((relay) => relay.cut()),
}

export type StubCalls = typeof calls

answerCalls(calls)
