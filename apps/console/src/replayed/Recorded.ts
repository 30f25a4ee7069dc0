/**
 * A replay recorded on 1 December 2026, on two cores of an Intel Xeon virtual machine under Node 24.21; shown, and marked
 * so, until one has run here. To record anew, replay under `pnpm start` and copy what `/machine/replay` says.
 */
import type { ReplayResult } from "../../replay/ReplayResult.ts"

export const recordedOn = Date.UTC(2026, 11, 1)

export const recorded: ReplayResult = {
  questions: [],
  sides: {
    before: {
      turns: 20,
      firstTokenMs: { p50: 1305.6, p95: 1575.9 },
      firstContentMs: { p50: 1305.6, p95: 1575.9 },
      stages: [
        { stage: "edge", startMs: 0, endMs: 12, source: { startMs: 0, endMs: 12 } },
        { stage: "way-in", startMs: 12, endMs: 12.7 },
        { stage: "hops", startMs: 13.7, endMs: 33.2 },
        { stage: "admit", startMs: 33.5, endMs: 33.9, source: { startMs: 12, endMs: 20 } },
        { stage: "prefetch", startMs: 34.2, endMs: 78.5, source: { startMs: 23, endMs: 35 } },
        { stage: "recall", startMs: 81.5, endMs: 97.9, source: { startMs: 20, endMs: 23 } },
        { stage: "embedding", startMs: 82.4, endMs: 197 },
        { stage: "search", startMs: 203.1, endMs: 338.5, source: { startMs: 35, endMs: 185 } },
        { stage: "facts", startMs: 350.8, endMs: 364.9 },
        { stage: "assembly", startMs: 376, endMs: 376.8, source: { startMs: 185, endMs: 190 } },
        { stage: "model", startMs: 380, endMs: 1225.3, source: { startMs: 190, endMs: 990 } },
        {
          stage: "guardrail",
          startMs: 1234.6,
          endMs: 1274.7,
          source: { startMs: 990, endMs: 1030 },
        },
        {
          stage: "cache-write",
          startMs: 1280,
          endMs: 1287,
          source: { startMs: 1030, endMs: 1035 },
        },
        {
          stage: "session-update",
          startMs: 1288.1,
          endMs: 1304.2,
          source: { startMs: 1035, endMs: 1045 },
        },
        {
          stage: "way-out",
          startMs: 1304.5,
          endMs: 1308.2,
          source: { startMs: 1045, endMs: 1060 },
        },
      ],
      sourceMs: 1100,
      failures: [],
    },
    after: {
      turns: 20,
      firstTokenMs: { p50: 818.7, p95: 976.9 },
      firstContentMs: { p50: 118.5, p95: 277.2 },
      stages: [
        { stage: "edge", startMs: 0, endMs: 8, source: { startMs: 0, endMs: 8 } },
        { stage: "way-in", startMs: 8, endMs: 8.5 },
        { stage: "admit", startMs: 9.7, endMs: 10.2, source: { startMs: 8, endMs: 11 } },
        { stage: "prefetch", startMs: 11.2, endMs: 11.3, source: { startMs: 13, endMs: 13 } },
        { stage: "recall", startMs: 12.7, endMs: 34.3, source: { startMs: 11, endMs: 13 } },
        { stage: "embedding", startMs: 13.9, endMs: 43.9 },
        { stage: "search", startMs: 44.5, endMs: 95.2, source: { startMs: 13, endMs: 78 } },
        { stage: "facts", startMs: 99.7, endMs: 113.1 },
        { stage: "assembly", startMs: 115.1, endMs: 116.1, source: { startMs: 78, endMs: 81 } },
        { stage: "model", startMs: 116.9, endMs: 815.3, source: { startMs: 81, endMs: 761 } },
        { stage: "way-out", startMs: 817.4, endMs: 818.6 },
      ],
      sourceMs: 760,
      failures: [],
    },
  },
  savedMs: { firstToken: 486.9, firstContent: 1187.1 },
}
