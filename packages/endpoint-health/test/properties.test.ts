import * as fc from "fast-check"
import { expect, it } from "vitest"
import { Cidrs, isPrivate, placeOf } from "../src/probe/Address.ts"
import { compareCost, type Traffic } from "../src/cost/Cost.ts"
import { metricBatches } from "../src/checks/EndpointMetrics.ts"
import { advance, type History } from "../src/verdict/History.ts"
import type { PriceList } from "../src/PriceList.ts"
import type { Status } from "../src/verdict/Reason.ts"

const status = fc.constantFrom<Status>("healthy", "degraded", "unhealthy")

it("changes what is said only when the last three windows all disagree, and then to one of them", () => {
  fc.assert(
    fc.property(fc.array(status, { minLength: 1, maxLength: 40 }), (windows) => {
      let history: History | undefined
      for (const [index, window] of windows.entries()) {
        const before = history
        history = advance(before, window)
        if (before === undefined) expect(history.status).toBe(window)
        else {
          const last = windows.slice(Math.max(0, index - 2), index + 1)
          const disagree = last.length === 3 && last.every((each) => each !== before.status)
          if (disagree) expect(last).toContain(history.status)
          else expect(history.status).toBe(before.status)
        }
      }
    }),
  )
})

it("finds an IPv4 address and its mapped IPv6 spellings in the same place", () => {
  const vpc = new Cidrs(["52.94.0.0/16"])
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number)
      const hex = (high: number, low: number) => ((high << 8) | low).toString(16)
      const place = placeOf(address, vpc)
      expect(placeOf(`::ffff:${address}`, vpc)).toBe(place)
      expect(placeOf(`0:0:0:0:0:FFFF:${hex(a, b)}:${hex(c, d)}`, vpc)).toBe(place)
      const expected =
        a === 10 ||
        (a === 172 && b >= 16 && b < 32) ||
        (a === 192 && b === 168) ||
        (a === 100 && b >= 64 && b < 128) ||
        (a === 52 && b === 94)
      expect(isPrivate(place)).toBe(expected)
    }),
    { numRuns: 500 },
  )
})

it("never throws on what is no address or no CIDR", () => {
  const vpc = new Cidrs([])
  fc.assert(
    fc.property(fc.string(), (text) => {
      placeOf(text, vpc)
      expect(new Cidrs([text]).invalid.length).toBeLessThanOrEqual(1)
    }),
  )
})

const prices: PriceList = {
  region: "x",
  currency: "USD",
  asOf: "2026-01-01",
  source: "test",
  natGateway: { perHour: 0.045, perGb: 0.045 },
  interfaceEndpoint: {
    perHour: 0.01,
    perGb: [
      { upToGb: 1_000, price: 0.01 },
      { upToGb: null, price: 0.006 },
    ],
  },
}

const traffic: fc.Arbitrary<Traffic> = fc.record({
  interfaceGb: fc.double({ min: 0, max: 1e6, noNaN: true }),
  gatewayGb: fc.double({ min: 0, max: 1e6, noNaN: true }),
  zones: fc.integer({ min: 1, max: 6 }),
  interfaceEndpoints: fc.integer({ min: 0, max: 50 }),
  gatewayEndpoints: fc.integer({ min: 0, max: 2 }),
  natGateways: fc.integer({ min: 0, max: 6 }),
  keepNat: fc.boolean(),
})

it("saves what one side costs less the other, and nothing at break-even", () => {
  fc.assert(
    fc.property(traffic, (given) => {
      const cost = compareCost(given, prices)
      const { nat, endpoints, keptNat, saving, breakEvenGb } = cost
      expect(saving).toBeCloseTo(nat.total - endpoints.total - keptNat, 4)
      if (breakEvenGb === undefined || breakEvenGb === 0) return
      const there = compareCost({ ...given, interfaceGb: breakEvenGb }, prices)
      expect(there.saving).toBeCloseTo(0, 4)
    }),
  )
})

it("sends every datum once, in order, whatever its size", () => {
  const datum = fc
    .array(fc.integer(), { maxLength: 150 })
    .map((values) => ({ MetricName: "x", Values: values }))
  fc.assert(
    fc.property(fc.array(datum, { maxLength: 300 }), (data) => {
      const batches = metricBatches(data)
      expect(batches.flat()).toEqual(data)
      expect(batches.every((batch) => batch.length > 0 && batch.length <= 1_000)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
