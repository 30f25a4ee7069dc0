/**
 * The faults of the emulators (local programs in place of the AWS services and Redis), as far as the server passes them
 * on: what is switched on, and switching. `switchable` are those that the pages have a button for.
 */
import { type Signal, signal } from "@preact/signals"

export interface Fault {
  readonly service: string
  readonly kind: string
  readonly operation?: string
  readonly afterEvents?: number
  readonly delayMs?: number
  /** What is left until it heals by itself; absent where it does not. */
  readonly forMs?: number
}

export const switchable = {
  "black-hole": [{ service: "bedrock", kind: "black-hole" }],
  throttle: [{ service: "bedrock", kind: "throttle" }],
  cut: [{ service: "bedrock", kind: "reset", afterEvents: 3 }],
  slow: [{ service: "opensearch", kind: "slow", delayMs: 400 }],
  // New connections are refused, and those that are open end: one alone would leave the other.
  redis: [
    { service: "redis", kind: "refuse" },
    { service: "redis", kind: "reset" },
  ],
} satisfies Record<string, ReadonlyArray<Fault>>

export const isSame = (one: Fault, other: Fault): boolean =>
  one.service === other.service &&
  one.kind === other.kind &&
  one.afterEvents === other.afterEvents &&
  one.delayMs === other.delayMs

/** Between two looks, while something is broken. */
const everyMs = 1_000

export class Faults {
  readonly #path: string
  #isWatched = false
  #isLooking = false
  /** Undefined where no emulators answer. */
  readonly list: Signal<ReadonlyArray<Fault> | undefined> = signal(undefined)
  /** What the emulators said of the last fault that was set. */
  readonly problem = signal("")

  /** `path` passes them on. */
  constructor(path: string) {
    this.#path = path
  }

  /** Looks now, whenever the page is seen again, and each second until all is healed. */
  watch(): void {
    this.#isWatched = true
    document.addEventListener("visibilitychange", () => void this.#follow())
    void this.#follow()
  }

  async look(): Promise<void> {
    const reply = await fetch(this.#path)
    this.list.value = reply.ok ? await reply.json() : undefined
  }

  /** `forMs`: how long those last that are switched on; for good where absent. */
  async turn(faults: ReadonlyArray<Fault>, isOn: boolean, forMs?: number): Promise<void> {
    const others = (this.list.peek() ?? []).filter(
      (one) => !faults.some((fault) => isSame(one, fault)),
    )
    const limit = forMs === undefined ? {} : { forMs }
    const wanted = isOn ? faults.map((fault) => ({ ...fault, ...limit })) : []
    await this.set([...others, ...wanted])
  }

  async set(faults: ReadonlyArray<Fault>): Promise<void> {
    const reply = await fetch(this.#path, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(faults),
    })
    const said: unknown = await reply.json()
    this.problem.value = reply.ok ? "" : JSON.stringify(said)
    if (reply.ok) this.list.value = faults
    await this.#follow()
  }

  get isBroken(): boolean {
    return (this.list.value ?? []).length > 0
  }

  async #follow(): Promise<void> {
    if (!this.#isWatched || this.#isLooking) return
    this.#isLooking = true
    for (let isFirst = true; !document.hidden && (isFirst || this.isBroken); isFirst = false) {
      if (!isFirst) await new Promise((resume) => setTimeout(resume, everyMs))
      try {
        await this.look()
      } catch {
        this.list.value = undefined
      }
    }
    this.#isLooking = false
  }
}
