/**
 * Judges the samples of a soak: whether what a process holds stays the same, and whether its counters add up. Pure.
 *
 * The median of the last third of the samples is compared with that of the second; in the first third caches fill.
 */
import { median } from "@manga-assist/bench/measure/Statistics"
import { type Held, slack } from "../Judge.ts"
import type { CacheFill } from "./KnownCaches.ts"

export interface Sample extends Held {
  /** Bytes of objects and of what they hold outside of the heap, after a collection. */
  readonly heap: number
  /** Bytes. */
  readonly resident: number
  readonly fills: ReadonlyArray<CacheFill>
}

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly before: number
  readonly after: number
  /** The most that may come to it; what that is made of, in words. */
  readonly tolerance: number
  readonly why: string
  /** Absent: not judged. */
  readonly holds?: boolean
}

export const mib = 1_048_576
/** Of the smallest task of the chat server (`infra/src/options/Sizes.ts`). */
export const taskMib = 1_024
/** Three semi-spaces of the image's `--max-semi-space-size=8`: V8 gives them back, or not. */
const youngBytes = 3 * 8 * mib
/** Finished turns are kept for ten minutes (`ReplayStore`): a third of the soak is longer, or memory still fills. */
export const filledMinutes = 30

const third = <A>(all: ReadonlyArray<A>, number: 1 | 2): ReadonlyArray<A> => {
  const cut = (at: number) => Math.floor((all.length * at) / 3)
  return all.slice(cut(number), cut(number + 1))
}

/** What one cache holds: in bytes where its bound is bytes, else entries of so many. */
const bytesOf = (
  fills: ReadonlyArray<CacheFill>,
  entryBytes: (fill: CacheFill) => number,
): number => fills.reduce((sum, fill) => sum + fill.used * entryBytes(fill), 0)

/** The largest difference between neighbours: what one sample differs from the next by itself. */
const step = (values: ReadonlyArray<number>): number =>
  Math.max(0, ...values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? value))))

/** `entryBytes`: what a unit of a cache's bound takes in memory, see `docs/bounded-stores.md`. */
export const figuresOf = (
  samples: ReadonlyArray<Sample>,
  minutes: number,
  entryBytes: (fill: CacheFill) => number,
): ReadonlyArray<Figure> => {
  const [second, last] = [third(samples, 1), third(samples, 2)]
  const medians = (of: (sample: Sample) => number) => ({
    before: median(second.map(of)),
    after: median(last.map(of)),
  })
  const filled = medians(({ fills }) => bytesOf(fills, entryBytes))
  const gained = Math.max(0, filled.after - filled.before)
  const isFilled = minutes >= filledMinutes
  const figure = (
    name: keyof Omit<Sample, "fills">,
    unit: string,
    tolerance: number,
    why: string,
    isJudged = true,
  ): Figure => {
    const scale = unit === "MiB" ? mib : 1
    const { after, before } = medians((sample) => sample[name] / scale)
    const more = tolerance / scale
    return {
      name,
      unit,
      before,
      after,
      tolerance: more,
      why,
      ...(isJudged ? { holds: after - before <= more } : {}),
    }
  }
  const heapSlack = gained + step(second.map(({ heap }) => heap))
  return [
    figure(
      "heap",
      "MiB",
      heapSlack,
      "what the caches gained by their own account, and the largest step between two samples of the second third",
      isFilled,
    ),
    figure(
      "resident",
      "MiB",
      heapSlack + youngBytes,
      "that of the heap, and three semi-spaces of 8 MiB, which V8 gives back or not",
      isFilled,
    ),
    ...(["fibers", "timers", "connections"] as const).map((name) =>
      figure(
        name,
        name,
        slack[name],
        "as after a cell of `pnpm faults`: pools keep what they opened",
      ),
    ),
  ]
}

/** What breaks a rule in single samples: something was left, or there was no room. */
export const sampleProblems = (samples: ReadonlyArray<Sample>): ReadonlyArray<string> => [
  ...(["sockets", "messages", "streams", "pending"] as const).flatMap((name) => {
    const left = samples.filter((sample) => sample[name] > 0).length
    return left === 0 ? [] : [`${name} left in ${left} of ${samples.length} quiet windows`]
  }),
  ...(Math.max(...samples.map(({ resident }) => resident)) > taskMib * mib
    ? [`resident memory beyond the task's ${taskMib} MiB`]
    : []),
]

export const figureProblems = (figures: ReadonlyArray<Figure>): ReadonlyArray<string> =>
  figures.flatMap(({ after, before, holds, name, tolerance, unit }) =>
    holds === false
      ? `${name} from ${before.toFixed(1)} to ${after.toFixed(1)}, of which ${tolerance.toFixed(1)} ${unit} are allowed`
      : [],
  )

export interface Counted {
  /** By customers. */
  readonly sent: number
  readonly endedOnce: number
  /** Error frames that named no message. */
  readonly errors: number
  /** By the server's own counter. */
  readonly told: number
}

export const countProblems = ({
  endedOnce,
  errors,
  sent,
  told,
}: Counted): ReadonlyArray<string> => [
  ...(sent === 0 ? ["nothing was asked"] : []),
  ...(endedOnce === sent ? [] : [`${sent} messages were sent, ${endedOnce} ended once`]),
  ...(errors === 0 ? [] : [`${errors} errors that name no message`]),
  ...(told === sent ? [] : [`${sent} messages were sent, the server counted ${told}`]),
]
