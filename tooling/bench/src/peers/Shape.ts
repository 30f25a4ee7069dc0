/**
 * Settings of `bench peers`: the shape of the emulated model's answers, and the number of questions at once, for each
 * measurement. `alone` is for one chat at a time, `ordinary` and `crowded` for 50 and 300 at once, `warming` for the
 * chats before the measurements; `repeated` is the shape of answers to questions that are asked more than once.
 */
import { modelIdOf, type StreamShape } from "../connections/clients/StreamShape.ts"

/** One load of chats that come as they like. */
export interface Load {
  /** Chats that are open at once, in the mean. */
  readonly concurrent: number
  readonly shape: StreamShape
  /** Measured for so long, after the first chats have come to their end. */
  readonly seconds: { readonly quick: number; readonly full: number }
}

/** From the question to the first piece; what a peer adds to it is measured. */
export const modelFirstMs = 100

/** As long as two short sentences; the reading of 30 pieces is part of its processor time. */
export const ordinary: Load = {
  concurrent: 50,
  shape: { deltas: 30, gapMs: 20, firstMs: modelFirstMs },
  seconds: { quick: 1, full: 6 },
}

/** Slower pieces: with fast ones the model itself, in one process, would be what is waited for. */
export const crowded: Load = {
  concurrent: 300,
  shape: { deltas: 20, gapMs: 100, firstMs: modelFirstMs },
  seconds: { quick: 0.8, full: 6 },
}

/** One chat at a time. */
export const alone = {
  shape: { deltas: 3, gapMs: 1, firstMs: 20 },
  chats: { quick: 20, full: 100 },
}

export const warming = {
  shape: { deltas: 3, gapMs: 1, firstMs: 10 },
  chats: { quick: 150, full: 500 },
  concurrency: 60,
}

/** For questions that are asked more than once. */
export const repeated: StreamShape = { deltas: 10, gapMs: 20, firstMs: modelFirstMs }

export const durationMs = ({ deltas, firstMs, gapMs }: StreamShape): number =>
  firstMs + deltas * gapMs

export { modelIdOf }
