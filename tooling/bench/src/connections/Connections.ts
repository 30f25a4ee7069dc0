/**
 * `bench connections`: compares clients for streamed chats with Bedrock: processor time, TLS handshakes, time to the
 * first delta, recovery from a black hole, and memory of open streams.
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { firstDelta } from "./FirstDelta.ts"
import { handshakes } from "./Handshakes.ts"
import { laboratoryConditions } from "./LaboratoryConditions.ts"
import { processorTime, warmUpChats } from "./ProcessorTime.ts"
import { recovery } from "./Recovery.ts"
import { slowStreams } from "./SlowStreams.ts"

export const connections: Benchmark = {
  name: "connections",
  summary: "Bedrock clients: processor time, handshakes, first delta, black holes, memory",
  help: `Compares BedrockChat and the pooled handler with the AWS SDK's own transports and with a
hand-written reference, against a server that costs next to nothing, all on this machine.`,
  seconds: { quick: 180, full: 720 },
  repeatSeconds: { quick: 10, full: 120 },
  packages: [
    "@aws-sdk/client-bedrock-runtime",
    "@smithy/node-http-handler",
    "@manga-assist/connections",
    "effect",
  ],
  conditions: (quick) => ({
    ...laboratoryConditions(),
    "deltas, ms apart, chats at once (processor time)": "30, 10, 60",
    "warmed up (processor time)": `${warmUpChats} chats of each client`,
    "black hole in seconds": quick ? 10 : 60,
  }),
  brief: ["processor-time", "first-delta"],
  briefRounds: 2,
  parts: [processorTime, handshakes, firstDelta, recovery, slowStreams],
}
