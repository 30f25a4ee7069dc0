/**
 * Child process with the TCP relay of `Relay.ts`, which stands between a client under test and the stub of the model
 * service and emulates a network: it delays bytes, silences connections or cuts them. It runs on the stub's core, not
 * on the client's.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"
import { startRelay } from "./Relay.ts"

const [targetPort = "", oneWayMs = "0", precision = ""] = process.argv.slice(2)

const relay = await startRelay(Number(targetPort), Number(oneWayMs), {
  isCoarse: precision === "coarse",
})

const calls = {
  port: () => relay.port,
  silence: () => relay.silence(),
  heal: () => relay.heal(),
  cut: () => relay.cut(),
}

export type RelayCalls = typeof calls

answerCalls(calls)
