import { makeServiceHub, noLatency } from "@manga-assist/bedrock-emulator/services"
import { Effect } from "effect"
import { startOpenSearch } from "../src/opensearch/OpenSearchServer.ts"
import { openSearchSuite } from "./openSearchSuite.ts"

const context = makeServiceHub({ seed: 1, latency: noLatency, jitter: false }).context("opensearch")

openSearchSuite(
  "the emulated OpenSearch",
  Effect.acquireRelease(
    Effect.promise(() => startOpenSearch({ context, host: "127.0.0.1", port: 0 })),
    ({ close }) => Effect.promise(close),
  ).pipe(Effect.map(({ environment }) => ({ url: environment["OPENSEARCH_URL"] ?? "" }))),
)
