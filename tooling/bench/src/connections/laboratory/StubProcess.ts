/**
 * Runs the stub of Bedrock Runtime (`StubServer.ts`) in a process of its own, so that its processor time is not the
 * client's, and in front of it the network: a relay (`Relay.ts`) that is silenced, healed and cut.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"
import { startRelay } from "./Relay.ts"
import { startStub } from "./StubServer.ts"

const { port, ...stub } = await startStub()
let relay: Awaited<ReturnType<typeof startRelay>> | undefined

const calls = {
  port: () => port,
  ...stub,
  /** Its port. */
  relay: async (oneWayMs: number) => (relay = await startRelay(port, oneWayMs)).port,
  silence: () => relay?.silence(),
  heal: () => relay?.heal(),
  cut: () => relay?.cut(),
}

export type StubCalls = typeof calls

answerCalls(calls)
