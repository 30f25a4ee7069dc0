/**
 * Simulates people typing questions: keys, corrections, pauses. Whenever the line rests, the client sends it as a draft
 * (unsent text, for which the server reads ahead). Seeded, so that a run can be repeated.
 *
 * Times between keys and the share of corrections are those of Dhakal et al., "Observations on Typing from 136 Million
 * Keystrokes" (CHI 2018): 239 ms with a deviation of 112, spread as such times are (lognormal), and 6.3 corrections for
 * 100 keys. They copied texts. How long somebody rests between words who thinks, and before Enter, is assumed.
 */
export interface Typed {
  /** The line after each change, and the milliseconds before it. */
  readonly line: string
  readonly afterMs: number
}

export interface Habits {
  /** Of the keys. */
  readonly corrected: number
  /** Of the blanks between words, where it is thought for 0.4 to 1.6 s. */
  readonly paused: number
  /** Between the last key and Enter, in milliseconds. */
  readonly rests: readonly [low: number, high: number]
  readonly pastes?: true
}

export const typists = {
  steady: { corrected: 0.01, paused: 0, rests: [150, 600] },
  pausing: { corrected: 0.063, paused: 0.2, rests: [500, 1_500] },
  pasting: { corrected: 0, paused: 0, rests: [500, 1_500], pastes: true },
} as const satisfies Readonly<Record<string, Habits>>

const [keyMs, keyDeviation] = [239, 112]
const spread = Math.sqrt(Math.log(1 + (keyDeviation / keyMs) ** 2))
const middle = Math.log(keyMs) - spread ** 2 / 2

const between = (random: () => number, [low, high]: readonly [number, number]) =>
  low + (high - low) * random()

const nextKeyMs = (random: () => number): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.exp(middle + spread * normal)
}

export const typing = (
  text: string,
  random: () => number,
  { corrected, paused, pastes }: Habits = typists.steady,
): ReadonlyArray<Typed> => {
  if (pastes === true) return [{ line: text, afterMs: 0 }]
  const steps: Array<Typed> = []
  let line = ""
  const press = (next: string, thinksMs = 0) => {
    line = next
    steps.push({ line, afterMs: thinksMs + nextKeyMs(random) })
  }
  for (const letter of text) {
    if (random() < corrected) {
      press(`${line}x`)
      press(line.slice(0, -1))
    }
    const thinks = line.endsWith(" ") && random() < paused
    press(line + letter, thinks ? between(random, [400, 1_600]) : 0)
  }
  return steps
}

export const enterAfterMs = (random: () => number, { rests }: Habits = typists.steady): number =>
  between(random, rests)
