/**
 * Limits on what one visitor, and all visitors of one address, may use: messages, new sessions, open sockets, drafts
 * (text that is still being typed), frames and requests, bytes, and processor time.
 *
 * All are counted in this process. Those of `shared` (messages and new sessions, which cost all instances) are also
 * exchanged with the other instances by `LimitExchange`; the others protect this process alone. Users, anonymous
 * sessions and addresses have separate name spaces, so no session id can use up a user's limit. Limits of addresses are
 * wide, because many people may share one.
 */
import type { Visitor } from "../identity/Visitor.ts"
import { ProcessorShare } from "../bounds/ProcessorShare.ts"
import { perMinute, RateLimit } from "../bounds/RateLimit.ts"

export interface VisitorLimitSettings {
  /** Of one user, or of one anonymous session. */
  readonly messagesPerMinute: number
  /** Of all visitors of one address together. */
  readonly address: {
    /** Open at once, streamed requests among them. */
    readonly sockets: number
    readonly opensPerMinute: number
    /** New sessions of anonymous visitors: each would be a fresh start for their own limit. */
    readonly sessionsPerMinute: number
    readonly messagesPerMinute: number
    readonly draftsPerSecond: number
    /** Requests are counted with them. */
    readonly framesPerSecond: number
    /** Of frames, of heads and bodies of requests. */
    readonly bytesPerSecond: number
    /** Of one processor, spent on what arrives: decoding it, reading it, and answering what is at hand; 100: no limit. */
    readonly readingPercent: number
  }
}

/** What a minute allows, in one moment, is a flood: so many seconds' share at once. */
const perMinuteWithin = (countPerMinute: number, seconds: number) => ({
  perSecond: countPerMinute / 60,
  burst: Math.max(1, (countPerMinute * seconds) / 60),
})

/** Whoever was cut off comes back at once; questions are typed one by one. */
const opening = 20
const asking = 10

const unlimited = 1e12

/** A turn that asks the model goes on after its message was read: so long, and as long again for so many letters. */
const messageMs = 2
const longLetters = 500

/** What is read of a connection before it is cut takes up to this time, in libraries where nobody counts it. */
const offenceMs = 50

const perSecond = (count: number, burstSeconds: number) => ({
  perSecond: count,
  burst: Math.max(1, count * burstSeconds),
})

export class VisitorLimits {
  readonly #sockets = new Map<string, number>()
  readonly #maxSockets: number
  readonly #users: RateLimit
  readonly #sessions: RateLimit
  readonly #opens: RateLimit
  readonly #newSessions: RateLimit
  readonly #messages: RateLimit
  readonly #drafts: RateLimit
  readonly #frames: RateLimit
  readonly #bytes: RateLimit
  readonly #bytesAtOnce: number
  readonly #reading: RateLimit
  readonly #processor = new ProcessorShare()
  #isTiming = false

  constructor({ address, messagesPerMinute }: VisitorLimitSettings, now?: () => number) {
    this.#maxSockets = address.sockets
    this.#users = new RateLimit(perMinute(messagesPerMinute), now)
    this.#sessions = new RateLimit(perMinute(messagesPerMinute), now)
    this.#opens = new RateLimit(perMinuteWithin(address.opensPerMinute, opening), now)
    this.#newSessions = new RateLimit(perMinuteWithin(address.sessionsPerMinute, opening), now)
    const asked = perMinuteWithin(address.messagesPerMinute, asking)
    const one = Math.min(messagesPerMinute, address.messagesPerMinute)
    // What one user may ask at once is not refused for their address.
    this.#messages = new RateLimit({ ...asked, burst: Math.max(asked.burst, one) }, now)
    this.#drafts = new RateLimit(perSecond(address.draftsPerSecond, 2), now)
    this.#frames = new RateLimit(perSecond(address.framesPerSecond, 1), now)
    const bytes = perSecond(address.bytesPerSecond, 5)
    this.#bytes = new RateLimit(bytes, now)
    this.#bytesAtOnce = bytes.burst
    // Milliseconds: a percent of a second is ten. Half a second's share at once: everybody else waits for it.
    const readingMs = address.readingPercent < 100 ? address.readingPercent * 10 : unlimited
    this.#reading = new RateLimit(perSecond(readingMs, 0.5), now)
  }

  get shared(): Readonly<Record<string, RateLimit>> {
    return {
      users: this.#users,
      sessions: this.#sessions,
      newSessions: this.#newSessions,
      messages: this.#messages,
    }
  }

  /** Whether this address may have one more connection. */
  open(address: string): boolean {
    const open = this.#sockets.get(address) ?? 0
    return open < this.#maxSockets && this.mayRead(address) && this.#opens.take(address)
  }

  /** It has one more; `closed` is to be called once. */
  opened(address: string): void {
    this.#sockets.set(address, (this.#sockets.get(address) ?? 0) + 1)
  }

  closed(address: string): void {
    const left = (this.#sockets.get(address) ?? 1) - 1
    if (left > 0) this.#sockets.set(address, left)
    else this.#sockets.delete(address)
  }

  newSession(address: string): boolean {
    return this.#newSessions.take(address)
  }

  /** `length` of its text. */
  message(address: string, { session, user }: Visitor, length = 0): boolean {
    const own = user === undefined ? this.#sessions.take(session) : this.#users.take(user)
    if (!own || !this.mayRead(address) || !this.#messages.take(address)) return false
    this.#reading.spend(address, messageMs * (1 + length / longLetters))
    return true
  }

  frame(address: string, bytes: number): boolean {
    return this.#frames.take(address) && this.#bytes.take(address, bytes)
  }

  /** Whether one more request is answered; `bytes` of its head. */
  request(address: string, bytes: number): boolean {
    return this.mayRead(address) && this.frame(address, bytes)
  }

  /**
   * So many bytes of a body have come. What was begun within the limit may lead beyond it, by as much as is allowed at
   * once; false: by more, and the sender is to be cut.
   */
  body(address: string, bytes: number): boolean {
    this.#bytes.spend(address, bytes)
    return this.#bytes.has(address, -this.#bytesAtOnce)
  }

  /** Whether there is processor time left for it. */
  mayRead(address: string): boolean {
    return this.#reading.has(address, 0)
  }

  /** Whether the next draft would be read: what floods is not even decoded. */
  mayDraft(address: string): boolean {
    return this.mayRead(address) && this.#drafts.has(address, 1)
  }

  /** Drafts are hints: those beyond what reading them may cost are not read. */
  draft(address: string): boolean {
    return this.mayRead(address) && this.#drafts.take(address)
  }

  /** Does at once what the address is to pay for by its time; what is timed within is not timed twice. */
  timed<A>(address: string, work: () => A): A {
    if (this.#isTiming) return work()
    this.#isTiming = true
    const startedAt = performance.now()
    try {
      return work()
    } finally {
      this.#isTiming = false
      this.took(address, performance.now() - startedAt)
    }
  }

  /** One of its connections had to be cut. */
  offended(address: string): void {
    this.#reading.spend(address, offenceMs)
  }

  /** It kept the process so long: as far as the process had the processor, the address pays for it. */
  took(address: string, ms: number): void {
    this.#reading.spend(address, ms * this.#processor.share())
  }
}
