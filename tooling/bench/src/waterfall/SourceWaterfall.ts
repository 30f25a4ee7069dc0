/**
 * Data: the two waterfalls of the source document ("Before/After Latency Waterfall Comparison"), bar by bar, with its
 * remarks. Its bars add up to 1,060 and 761 ms; its titles say 1,100 and 760. (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
/** In the order of a turn. */
export const stageLabels = {
  edge: "edge (API gateway)",
  "way-in": "to the server",
  hops: "hops between services",
  admit: "routing, intent",
  prefetch: "session (DynamoDB)",
  recall: "answer cache (Redis)",
  embedding: "query embedding",
  search: "search (OpenSearch)",
  facts: "prices (DynamoDB)",
  assembly: "prompt assembly",
  model: "model, first token",
  guardrail: "guardrails",
  "cache-write": "cache write",
  "session-update": "session update",
  "way-out": "format, send",
}

export type StageName = keyof typeof stageLabels
export const stageNames = Object.keys(stageLabels) as ReadonlyArray<StageName> // Its own keys.

const bar = (startMs: number, endMs: number) => ({ startMs, endMs })

interface SourceWaterfall {
  readonly titleMs: number
  readonly bars: Readonly<Partial<Record<StageName, ReturnType<typeof bar>>>>
}

export const sourceWaterfalls: Readonly<Record<"before" | "after", SourceWaterfall>> = {
  before: {
    titleMs: 1_100,
    bars: {
      edge: bar(0, 12),
      // ECS routing 5, intent 3.
      admit: bar(12, 20),
      recall: bar(20, 23),
      prefetch: bar(23, 35),
      // The query embedding is in it, or forgotten: the document does not mention one.
      search: bar(35, 185),
      assembly: bar(185, 190),
      model: bar(190, 990),
      guardrail: bar(990, 1_030),
      "cache-write": bar(1_030, 1_035),
      "session-update": bar(1_035, 1_045),
      // Response format 5, WebSocket send 10.
      "way-out": bar(1_045, 1_060),
    },
  },
  after: {
    titleMs: 760,
    bars: {
      edge: bar(0, 8),
      admit: bar(8, 11),
      recall: bar(11, 13),
      prefetch: bar(13, 13),
      search: bar(13, 78),
      assembly: bar(78, 81),
      model: bar(81, 761),
    },
  },
}
