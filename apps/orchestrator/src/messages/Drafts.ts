/**
 * Rate limit for the drafts of one socket (the unsent text while a customer types): at most four a second are used; of
 * the others the latest is used as soon as the limit allows.
 *
 * All sockets of one address share a limit on the time spent parsing drafts.
 */
import type { ChatServices } from "./ChatServices.ts"
import type { Visitor } from "../identity/Visitor.ts"
import { RecentEvents } from "../bounds/RecentEvents.ts"

const draftsPerSecond = 4

const draftBegins = Buffer.from('{"type":"draft"')

/** As every client writes it; one that begins otherwise is decoded first. */
export const isDraft = (data: Uint8Array): boolean =>
  draftBegins.equals(data.subarray(0, draftBegins.length))

export class Drafts {
  readonly #services: ChatServices
  readonly #used = new RecentEvents(draftsPerSecond, 1_000)
  readonly #address: string
  #held: NodeJS.Timeout | undefined

  constructor(services: ChatServices, address: string) {
    this.#services = services
    this.#address = address
  }

  /** Asked before a draft is decoded: what floods costs as little as can be. */
  mayBeRead(): boolean {
    const may = this.#services.visitorLimits.mayDraft(this.#address)
    if (!may) this.#services.metrics.draftsIgnored()
    return may
  }

  take(text: string, now: number, speaker: Visitor): void {
    this.forget()
    if (this.#services.isDraining()) return
    if (this.#used.isFull(now)) {
      this.#services.metrics.draftsIgnored()
      const later = () => this.take(text, performance.now(), speaker)
      this.#held = setTimeout(later, Math.ceil(this.#used.fullFor(now)))
      return
    }
    const { metrics, sessions, visitorLimits } = this.#services
    if (!visitorLimits.draft(this.#address)) {
      metrics.draftsIgnored()
      return
    }
    this.#used.add(now)
    visitorLimits.timed(this.#address, () => sessions.draft(speaker, text))
  }

  /** A message was sent, or nobody types any more. */
  forget(): void {
    clearTimeout(this.#held)
  }
}
