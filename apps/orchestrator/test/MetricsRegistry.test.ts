import { Context, Effect, Layer } from "effect"
import { expect, it } from "vitest"
import { MetricsRegistry, type Registry } from "../src/metrics/MetricsRegistry.ts"

const rendered = (use: (registry: Registry) => void): string =>
  Effect.runSync(
    Effect.scoped(
      Effect.map(Layer.build(Layer.fresh(MetricsRegistry.layer)), (context) => {
        const registry = Context.get(context, MetricsRegistry)
        use(registry)
        return registry.render()
      }),
    ),
  )

const linesOf = (text: string, name: string) =>
  text.split("\n").filter((line) => line.startsWith(name))

it("has cumulative buckets, sum and count of each label", () => {
  const text = rendered((registry) => {
    const observe = registry.histogram("wait_seconds", "Waited.", [0.1, 1], [])
    for (const seconds of [0.1, 0.5, 3]) observe(seconds, { stage: "look-up" })
  })
  expect(text).toBe(
    [
      "# HELP wait_seconds Waited.",
      "# TYPE wait_seconds histogram",
      'wait_seconds_bucket{stage="look-up",le="0.1"} 1',
      'wait_seconds_bucket{stage="look-up",le="1"} 2',
      'wait_seconds_bucket{stage="look-up",le="+Inf"} 3',
      'wait_seconds_sum{stage="look-up"} 3.6',
      'wait_seconds_count{stage="look-up"} 3',
      "",
    ].join("\n"),
  )
})

it("leaves out a family that throws, and no other", () => {
  const text = rendered((registry) => {
    registry.register({
      name: "broken",
      help: "Throws.",
      type: "gauge",
      read: () => {
        throw new Error("no")
      },
    })
    registry.counter("sound_total", "Counts.")({ of: 'a "b"\n' })
  })
  expect(text).not.toContain("broken")
  expect(text).toContain('sound_total{of="a \\"b\\"\\n"} 1')
})

it("keeps 200 labels of a name and goes on counting them", () => {
  const text = rendered((registry) => {
    const count = registry.counter("codes_total", "By code.", [])
    const observe = registry.histogram("took_seconds", "By code.", [1], [])
    for (let code = 0; code < 300; code += 1) {
      count({ code: String(code) })
      observe(2, { code: String(code) })
    }
    count({ code: "7" })
  })
  expect(linesOf(text, "codes_total")).toHaveLength(200)
  expect(linesOf(text, "took_seconds_count")).toHaveLength(200)
  expect(text).toContain('codes_total{code="7"} 2')
})
