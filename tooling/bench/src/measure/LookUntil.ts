/** Looks again and again, for what tells nobody when it changes. */
import { sharedClock } from "./OpenLoop.ts"

/** Until it is enough or the time is over; resolves with the last look. */
export const lookUntil = async <A>(
  look: () => A | Promise<A>,
  isEnough: (seen: A) => boolean,
  { everyMs, withinMs }: { readonly everyMs: number; readonly withinMs: number },
): Promise<A> => {
  const deadline = sharedClock.now() + withinMs
  for (;;) {
    const seen = await look()
    if (isEnough(seen) || sharedClock.now() > deadline) return seen
    await sharedClock.until(sharedClock.now() + everyMs)
  }
}
