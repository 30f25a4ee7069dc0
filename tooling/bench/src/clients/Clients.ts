/**
 * `bench clients`: compares HTTP/2 clients for Bedrock in one run. Ours (`pooledFetch`, `BedrockChat`, the AWS SDK with
 * `pooledHttp2Handler`) against tuned undici and the SDK's own handlers. Measures processor time, TLS handshakes, and
 * behaviour in a black hole, when the server closes, and under packet loss.
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { laboratoryConditions } from "../connections/LaboratoryConditions.ts"
import { blackHole } from "./BlackHole.ts"
import { cost } from "./Cost.ts"
import { cut } from "./Cut.ts"
import { loss } from "./Loss.ts"

export const clients: Benchmark = {
  name: "clients",
  summary: "pooledFetch beside undici and the AWS SDK's handlers at their best",
  help: `Each asks the same server for the same chats: processor time and TLS handshakes, a black hole, a stream that is
cut by a peer that goes away, and, as root, a link that loses 1 % of its segments. The table in the README of
packages/connections is written by \`bench report\`.`,
  seconds: { quick: 300, full: 900 },
  repeatSeconds: { quick: 10, full: 60 },
  packages: [
    "@aws-sdk/client-bedrock-runtime",
    "@smithy/node-http-handler",
    "@manga-assist/connections",
    "undici",
  ],
  conditions: () => ({
    ...laboratoryConditions(),
    "chats at once, deltas, ms apart": "60, 30, 10",
    "black hole": "10 s, with each client 10 chats open and one new each 500 ms",
  }),
  parts: [cost, blackHole, cut, loss],
}
