/** Reads and writes numbers of volumes as prompts and question lists put them: `1-3, 7`. Pure. */

const spans = /^\d+(?:-\d+)?(?:, ?\d+(?:-\d+)?)*$/u

export const upTo = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

/** `1-3, 7` → 1, 2, 3, 7; `none` → nothing; `undefined` where it is neither. */
export const numbersIn = (text: string): ReadonlyArray<number> | undefined => {
  if (text === "none") return []
  if (!spans.test(text)) return undefined
  return text.split(",").flatMap((span) => {
    const [from = 0, to = from] = span.trim().split("-").map(Number)
    return upTo(from, to)
  })
}

/** 1, 2, 3, 7 → `1-3, 7`; nothing → `none`. */
export const spansOf = (numbers: ReadonlyArray<number>): string => {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const ends = sorted.filter((each) => !sorted.includes(each + 1))
  const starts = sorted.filter((each) => !sorted.includes(each - 1))
  return sorted.length === 0
    ? "none"
    : starts.map((from, at) => (from === ends[at] ? `${from}` : `${from}-${ends[at]}`)).join(", ")
}
