/**
 * Repeats a measurement over a number of rounds. A round that was too noisy is measured again, up to three times in
 * all and only if the time left allows it; of a round's attempts the quietest counts.
 */
import { type NoiseReading, noiseScore, tooNoisy } from "./Noise.ts"

export interface RoundsOptions<A> {
  readonly count: number
  readonly measure: (round: number) => Promise<A>
  /** Starts to watch; what it returns ends the watch. */
  readonly watchNoise: () => () => NoiseReading
  /** Whether one more attempt that lasts `milliseconds` may be made. */
  readonly timeFor: (milliseconds: number) => boolean
}

const attempts = 3

export const runRounds = async <A>(options: RoundsOptions<A>) => {
  const values: Array<A> = []
  const noise: Array<NoiseReading> = []
  let repeated = 0
  for (let round = 0; round < options.count; round++) {
    let best: { readonly value: A; readonly reading: NoiseReading } | undefined
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const started = performance.now()
      const endWatch = options.watchNoise()
      const value = await options.measure(round)
      const reading = endWatch()
      if (best === undefined || noiseScore(reading) < noiseScore(best.reading)) {
        best = { value, reading }
      }
      if (!tooNoisy(reading) || attempt === attempts) break
      if (!options.timeFor(performance.now() - started)) break
      repeated++
    }
    if (best === undefined) continue
    values.push(best.value)
    noise.push(best.reading)
  }
  return { values, noise, repeated }
}
