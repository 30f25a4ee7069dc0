/**
 * Known reasons for missed targets, by benchmark and beginning of the figure's name. Shown, before the figure's own
 * note, only while the target is missed.
 */
import { type Figure } from "../measure/Figure.ts"

/** Benchmark → beginning of a figure's name → why. */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  waterfall: {
    "exact, first products after":
      "edge 8, embedding 20 and search 45 ms are 73 of it by the played times (53 without the embedding); the rest is ours and, at the 95th percentile, the machine's",
  },
  peers: {
    "TLS handshakes per 1,000 chats": "one session more is several for a thousand in a short run",
  },
  soak: {
    "memory kept of each message": "not known yet; in a short run bounded caches are still filling",
  },
  turn: {
    "first products on a miss":
      "embedding 20, search 45 and prices 8 ms are 73 of it; where nothing that was found may be shown, up to two wider searches follow, 45 ms each",
    "first chat of a process":
      "what the rehearsal before `ready` does not run is compiled then: the socket's frames, admission, the claim in Redis",
  },
  mix: {
    "answered without a fresh model call":
      "a short run draws some two hundred questions, so that chance alone moves the share by 0.07",
    "hit from Redis":
      "an answer that names products has its prices and stock checked in the table first",
    "hit from memory":
      "these hits are few in a short run, so that one late turn of the event loop is their 95th percentile",
  },
  limits: {
    "processor time: a miss":
      "a wish in a conversation is embedded and searched by itself and with the wishes before it, by plan and by nearness, four times, and the replayed search answers all of them alike, so that two to four wider searches follow; beside these six to eight requests no part takes much by the profile on the benchmark's page",
    "cached answer on a new socket beside an abuse":
      "the slowest of twenty, each of which reads its session from the service that plays the abuser's models too",
  },
  caching: {
    "reading a question: ":
      "a text without a form is read further, for what it wishes and refuses; of those with one, wishes and slips take longest",
    "reader of the store": "the words and rules of two languages are text that is parsed at start",
  },
  scale: {
    "growth: Redis's time for a look-up of an instance":
      "one instance reads nothing, so the curve begins at the price of its own writes; each write of another ends a copy, which is read again, and once more where a notice came meanwhile",
    "growth: an instance's time for a look-up":
      "as in the row above: a look-up that goes to Redis costs many times one in memory, and their share grows with the writes of the others",
  },
}

/** The known reason, then the note that was written where the figure is measured. */
export const reasonOf = (benchmark: string, { name, note }: Figure): string =>
  [Object.entries(reasons[benchmark] ?? {}).find(([start]) => name.startsWith(start))?.[1], note]
    .filter((each) => each !== undefined)
    .join("; ")
