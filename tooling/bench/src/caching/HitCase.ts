/** What is compared on the hit path: one server, one place that the answer comes from, one kind of answer. */
import type { Kind } from "./HitQuestions.ts"
import type { HitLaboratory, HitServer } from "./HitServers.ts"

export interface HitCase {
  readonly kind: Kind
  readonly server: HitServer
}

export const places = ["memory", "redis"] as const
export const placeNames = { memory: "from memory", redis: "from Redis" } as const
export const kindNames = { words: "in words alone", products: "with product cards" } as const

export const labelOf = ({ kind, server }: HitCase): string =>
  `${server.name} ${placeNames[server.place]}, ${kindNames[kind]}`

/** These many questions are asked again and again; the others are asked of Redis, once in a while. */
const hotQuestions = 20

/** Whether an answer of our own server stays in its memory once it came from Redis. */
const staysNear = ({ server }: HitCase): boolean => server.own && server.place === "redis"

/** `cost` and `latency` ask of Redis with different questions, so that neither brings the other's near. */
export const textsOf = (
  { texts }: Pick<HitLaboratory, "texts">,
  each: HitCase,
  use: "cost" | "latency",
): ReadonlyArray<string> => {
  const all = texts[each.kind]
  if (!staysNear(each)) return all.slice(0, hotQuestions)
  const parting = hotQuestions + Math.ceil((2 * (all.length - hotQuestions)) / 3)
  return use === "cost" ? all.slice(hotQuestions, parting) : all.slice(parting)
}

/** How long a copy in memory answers alone here: short, so that Redis is asked again within a round. */
export const nearMs = 5_000
const pastNearMs = nearMs + 200

/** Keeps what asks our own server of Redis apart from the last time by more than memory answers alone. */
export class Waves {
  readonly #asked = new Map<HitCase, number>()

  async wait(each: HitCase): Promise<void> {
    const last = this.#asked.get(each)
    if (last === undefined || !staysNear(each)) return
    const waitMs = pastNearMs - (performance.now() - last)
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  }

  asked(each: HitCase): void {
    this.#asked.set(each, performance.now())
  }
}

/** `texts` as often as it takes for `count`; where an answer stays near each of them once at most. */
export const asOften = (
  each: HitCase,
  texts: ReadonlyArray<string>,
  count: number,
): ReadonlyArray<string> =>
  staysNear(each)
    ? texts.slice(0, count)
    : Array.from({ length: count }, (_, at) => texts[at % texts.length] ?? "")
