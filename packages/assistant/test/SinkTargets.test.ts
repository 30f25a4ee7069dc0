/** Measurements of sinks say of which stage they are, so that stages of one account keep apart. */
import { AwsCredentials } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer } from "effect"
import { expect, it, vi } from "vitest"
import { sinkTargets } from "../src/record/SinkTargets.ts"

const dropped = {
  id: "1",
  at: 0,
  metric: "SinkDropped",
  value: 2,
  unit: "Count",
  dimensions: { Sink: "audit" },
} as const

it.each([
  ["staging", [["Sink", "Stage"]]],
  ["", [["Sink"]]],
])("of stage %j", async (stage, dimensions) => {
  const print = vi.spyOn(process.stdout, "write").mockReturnValue(true)
  const lines: Array<string> = []
  try {
    await Effect.runPromise(
      Effect.gen(function* () {
        const { metrics } = yield* sinkTargets("/nowhere")
        yield* metrics([dropped], () => "")
      }).pipe(
        Effect.scoped,
        Effect.provide([
          Layer.mock(AwsCredentials, {}),
          ConfigProvider.layer(
            ConfigProvider.fromUnknown({ SINK_METRICS: "embedded", EMBEDDED_METRICS_STAGE: stage }),
          ),
        ]),
      ),
    )
    lines.push(...print.mock.calls.map(([text]) => String(text)))
  } finally {
    print.mockRestore()
  }
  const line = lines.find((text) => text.includes("SinkDropped")) ?? "{}"
  expect(JSON.parse(line)).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Namespace: "MangaAssist", Dimensions: dimensions }] },
    Sink: "audit",
    ...(stage === "" ? {} : { Stage: stage }),
  })
})
