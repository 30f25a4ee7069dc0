/**
 * Simulates somebody typing a question: keys at a person's pace, corrections, pauses. Whenever the line rests, the client
 * sends it as a draft (unsent text, for which the server reads ahead). Seeded, so that a run can be repeated.
 *
 * Assumed, since no recording of customers exists: 120 to 260 ms a key, a correction (two letters wrong, taken back)
 * every 40 keys, a pause of 0.4 to 1.2 s every 30, and 150 to 600 ms between the last key and Enter.
 */
export interface Typed {
  /** The line after each change, and the milliseconds before it. */
  readonly line: string
  readonly afterMs: number
}

export const typing = (text: string, random: () => number): ReadonlyArray<Typed> => {
  const between = (low: number, high: number) => low + (high - low) * random()
  const steps: Array<Typed> = []
  let line = ""
  const press = (next: string, afterMs: number) => {
    line = next
    steps.push({ line, afterMs })
  }
  for (const letter of text) {
    if (random() < 1 / 40) {
      for (const wrong of ["x", "q"]) press(line + wrong, between(120, 260))
      for (let back = 0; back < 2; back += 1) press(line.slice(0, -1), between(120, 260))
    }
    const thinks = random() < 1 / 30 ? between(400, 1_200) : 0
    press(line + letter, thinks + between(120, 260))
  }
  return steps
}

export const enterAfterMs = (random: () => number): number => 150 + 450 * random()
