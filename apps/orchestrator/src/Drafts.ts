/**
 * Drafts of one socket: four a second are used, and of those beyond the latest, when the limit allows it.
 */
import type { ChatServices, Visitor } from "./ChatServices.ts"
import { RecentEvents } from "./RecentEvents.ts"

const draftsPerSecond = 4

export class Drafts {
  readonly #services: ChatServices
  readonly #used = new RecentEvents(draftsPerSecond, 1_000)
  #held: NodeJS.Timeout | undefined

  constructor(services: ChatServices) {
    this.#services = services
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
    this.#used.add(now)
    this.#services.sessions.draft(speaker, text)
  }

  /** A message was sent, or nobody types any more. */
  forget(): void {
    clearTimeout(this.#held)
  }
}
