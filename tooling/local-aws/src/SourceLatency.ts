/**
 * The named latency models of the emulated services: none, and the source document's times before and after its
 * optimisations.
 *
 * The document ("Latency Reduction Techniques for FM Systems", waterfall before/after) gives no time for the query
 * embedding: its search figure (150 / 65 ms) is split into embedding 20 ms and search. Reads and writes of DynamoDB are
 * its session figures (12 / 8 ms and 10 / 5 ms). The pace of tokens, 12 ms each, is our assumption: the document stops
 * at the first token.
 */
import {
  type LatencyModel,
  noLatency,
  type OperationLatency,
} from "@manga-assist/bedrock-emulator/services"

export const latencyModelNames = ["none", "source-before", "source-after"] as const
type LatencyModelName = (typeof latencyModelNames)[number]

const tokenMs = 12
const embeddingMs = 20

const figure = (p95Ms: number, perUnitMs = 0): OperationLatency => ({ p95Ms, perUnitMs })

const sourceModel = (
  name: LatencyModelName,
  ms: { firstToken: number; search: number; read: number; write: number; redis: number },
): LatencyModel => ({
  name,
  services: {
    bedrock: {
      Converse: figure(ms.firstToken, tokenMs),
      ConverseStream: figure(ms.firstToken, tokenMs),
      InvokeModel: figure(embeddingMs),
    },
    opensearch: { Search: figure(ms.search - embeddingMs) },
    dynamodb: {
      GetItem: figure(ms.read),
      BatchGetItem: figure(ms.read),
      Query: figure(ms.read),
      Scan: figure(ms.read),
      PutItem: figure(ms.write),
      UpdateItem: figure(ms.write),
      DeleteItem: figure(ms.write),
      BatchWriteItem: figure(ms.write),
    },
    redis: { "*": figure(ms.redis) },
  },
})

export const latencyModels: Readonly<Record<LatencyModelName, LatencyModel>> = {
  none: noLatency,
  "source-before": sourceModel("source-before", {
    firstToken: 800,
    search: 150,
    read: 12,
    write: 10,
    redis: 3,
  }),
  "source-after": sourceModel("source-after", {
    firstToken: 680,
    search: 65,
    read: 8,
    write: 5,
    redis: 1.5,
  }),
}
