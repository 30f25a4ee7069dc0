/** Child process that runs the network relay (`Relay.ts`), on the server's core. */
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
