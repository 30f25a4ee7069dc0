/** The relay as a process of its own, on the server's core. */
import { answerCalls } from "../AnswerCalls.ts"
import { startRelay } from "./Relay.ts"

const [targetPort = "", oneWayMs = "0"] = process.argv.slice(2)

const relay = await startRelay(Number(targetPort), Number(oneWayMs))

const calls = {
  port: () => relay.port,
  silence: () => relay.silence(),
  heal: () => relay.heal(),
}

export type RelayCalls = typeof calls

answerCalls(calls)
