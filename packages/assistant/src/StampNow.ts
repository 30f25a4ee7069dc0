/** The stamp to read before the data; without one the data is used, and nothing made of it is kept. */
import type { TagClock, TagStamp } from "@manga-assist/caching"
import { Effect } from "effect"

export const stampNow = (
  tagClock: Pick<typeof TagClock.Service, "now">,
): Effect.Effect<TagStamp | undefined> => Effect.orElseSucceed(tagClock.now, () => undefined)
