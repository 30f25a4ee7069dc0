/** Measures how long single questions take to read. */
import type { StoreReader } from "@manga-assist/store-grammar"
import { median } from "../../measure/Statistics.ts"

/**
 * The 99th percentile in microseconds over the texts, each by the median of its readings, so that what disturbs one of
 * them counts for nothing. Every text comes once in each pass, so that no call follows another of the same text.
 */
export const readingP99 = (
  { read }: Pick<StoreReader, "read">,
  texts: ReadonlyArray<string>,
  passes: number,
): number => {
  const times = texts.map(() => new Float64Array(passes))
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, text] of texts.entries()) {
      const started = performance.now()
      read(text)
      times[at]?.set([1_000 * (performance.now() - started)], pass)
    }
  }
  const medians = times.map((each) => median([...each])).sort((a, b) => a - b)
  return medians[Math.max(0, Math.ceil(0.99 * texts.length) - 1)] ?? Number.NaN
}
