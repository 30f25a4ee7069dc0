/** Maps values to positions on an axis, and chooses its ticks. Pure. */
export interface Axis {
  readonly isLogarithmic: boolean
  /** 0 at the left end, 1 at the right. */
  readonly at: (value: number) => number
  readonly ticks: ReadonlyArray<number>
  readonly labelOf: (tick: number) => string
}

/** The largest is so many times the smallest: more than a decade and a half. */
const spanOfDecades = 30

/** Of a whole: their lengths are compared, however small the least. */
const shares = new Set(["share", "%"])

export const axisOf = (values: ReadonlyArray<number>, unit: string): Axis => {
  const least = Math.min(...values)
  const most = Math.max(...values)
  return least > 0 && most / least >= spanOfDecades && !shares.has(unit)
    ? logarithmic(least, most)
    : linear(Math.min(0, least), Math.max(0, most))
}

/** 1, 2 or 5 of a power of ten, so that there are about five. */
const stepOf = (length: number): number => {
  const rough = length / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
}

const linear = (least: number, most: number): Axis => {
  const length = most - least
  if (length <= 0) {
    return { isLogarithmic: false, at: () => 0, ticks: [0], labelOf: () => "0" }
  }
  const step = stepOf(length)
  const from = Math.ceil(least / step)
  const ticks = Array.from(
    { length: Math.floor(most / step) - from + 1 },
    // Steps are counted, not added up: 0.1 + 0.2 is no tick.
    (_, index) => Number(((from + index) * step).toPrecision(12)),
  )
  return {
    isLogarithmic: false,
    at: (value) => (Math.min(most, Math.max(least, value)) - least) / length,
    ticks,
    labelOf: (tick) => tick.toLocaleString("en", { maximumSignificantDigits: 6 }),
  }
}

/** From one power of ten to another. */
const logarithmic = (least: number, most: number): Axis => {
  const from = Math.floor(Math.log10(least))
  const to = Math.max(from + 1, Math.ceil(Math.log10(most)))
  // Over more decades than fit, every second one.
  const every = to - from > 6 ? 2 : 1
  return {
    isLogarithmic: true,
    at: (value) => (Math.log10(Math.max(10 ** from, value)) - from) / (to - from),
    ticks: Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) =>
      Number((10 ** (from + index * every)).toPrecision(3)),
    ),
    labelOf: (tick) => (tick >= 1 ? tick.toLocaleString("en") : String(tick)),
  }
}
