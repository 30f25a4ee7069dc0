/**
 * `bench connections`: compares clients for streamed chats with Bedrock in one run: ours (`pooledFetch`, `BedrockChat`,
 * the AWS SDK with `pooledHttp2Handler`), tuned undici, the SDK's own handlers, and a hand-written reference. Measures
 * processor time, TLS handshakes, time to the first delta, what they tell of a network that fails, and memory.
 */
import { benchmark } from "../command/Benchmark.ts"
import { canPin } from "../process/PinnedProcess.ts"
import { conversation } from "./clients/Conversation.ts"
import { firstDelta } from "./FirstDelta.ts"
import { maxConcurrentStreams } from "./laboratory/StubServer.ts"
import { loss } from "./Loss.ts"
import { processorTime, warmingChats } from "./ProcessorTime.ts"
import { holeSeconds, recovery } from "./Recovery.ts"
import { slowStreams } from "./SlowStreams.ts"

export const connections = benchmark({
  name: "connections",
  summary:
    "Bedrock clients: processor time, handshakes, first delta, black holes, cuts, loss, memory",
  help: `Compares BedrockChat, pooledFetch and the pooled handler with tuned undici, the AWS SDK's own transports and a
hand-written reference, against a server that costs next to nothing, all on this machine; as root, also on a link
that loses 1 % of its segments. The table in the README of packages/connections is written by \`bench report\`.`,
  seconds: { quick: 270, full: 960 },
  packages: [
    "@aws-sdk/client-bedrock-runtime",
    "@smithy/node-http-handler",
    "@manga-assist/connections",
    "undici",
    "effect",
  ],
  conditions: (quick) => ({
    "client's core": canPin() ? "0" : "not bound",
    "server's core": canPin() ? "1" : "not bound",
    network: "loopback by address, no name resolution",
    TLS: "1.3, RSA 2,048, verified by the client",
    "streams the server allows on a session": maxConcurrentStreams,
    "request body in bytes": Buffer.byteLength(JSON.stringify(conversation(0))),
    "deltas, ms apart, chats at once (processor time)": "30, 10, 60",
    "warmed up (processor time)": `${warmingChats} chats of each client`,
    "black hole in seconds": holeSeconds(quick),
  }),
  brief: ["processor-time", "first-delta"],
  briefRounds: 2,
  parts: [processorTime, firstDelta, recovery, loss, slowStreams],
})
