/**
 * The identity and session of one socket. Frames wait until the visitor is authenticated and, unless the server made the
 * session for them, its owner is looked up in the session table. If the table does not answer in time, messages run
 * meanwhile under a temporary session, unless a token proves the visitor's own.
 *
 * A new token on the open socket renews the same user, signs an anonymous visitor in, who takes the conversation along,
 * or proves an earlier session.
 * When a token expires, the running answer is finished, then the socket is refused.
 */
import { sessionPattern } from "@manga-assist/protocol"
import { Effect, type Fiber } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Opening, Visitor } from "../identity/Visitor.ts"
import { type Refusal, refusals } from "../codec/Refusals.ts"
import { type Asked, enter, type Entry, openingOf } from "./Entry.ts"
import { isResumeToken } from "../identity/ResumeToken.ts"
import type { Shown } from "../identity/Shown.ts"
import { askUntilAnswered, strangerOf } from "./SessionClaim.ts"
import type { SessionOwnership } from "../sessions/SessionOwners.ts"
import { TokenLife } from "../sessions/TokenLife.ts"

export interface SessionEvents {
  /** The person is known: `ready` may be said. */
  readonly entered: (session: string, resumeToken: string) => void
  /** The whole socket is refused. */
  readonly refuse: (refusal: Refusal) => void
  /** A new token is not accepted; what was, holds. */
  readonly tell: (refusal: Refusal) => void
  /** `speaker` is known or another: frames that waited may be taken. */
  readonly speaking: () => void
  readonly expiring: (expiresAt: number) => void
  /** The token has run out: what is being answered goes on, nothing else begins. */
  readonly expired: () => void
  readonly isAnswering: () => boolean
}

export class SocketSession {
  readonly #services: ChatServices
  readonly #address: string
  readonly #events: SessionEvents
  readonly #life: TokenLife
  /** Sessions whose turns the visitor may rate. */
  readonly #own = new Set<string>()
  #entry: Entry | undefined
  #speaker: Visitor | undefined
  #entering: Fiber.Fiber<void> | undefined
  #isEntering = false
  #claim: Fiber.Fiber<void> | undefined
  /** `ready` was said: nothing is answered before. */
  #isSaid = false
  #isExpired = false
  #isEnded = false

  constructor(services: ChatServices, address: string, events: SessionEvents) {
    this.#services = services
    this.#address = address
    this.#events = events
    this.#life = new TokenLife({
      expiring: (expiresAt) => events.expiring(expiresAt),
      expired: () => {
        this.#isExpired = true
        events.expired()
        this.leaveIfExpired()
      },
    })
  }

  get isExpired(): boolean {
    return this.#isExpired
  }

  /** An answer is not cut off because its customer's token ran out in the middle; the socket ends with it. */
  leaveIfExpired(): void {
    if (!this.#isExpired || this.#isEntering || this.#isEnded || this.#events.isAnswering()) return
    this.#events.refuse(refusals.tokenExpired)
  }

  /** In whose name messages run; undefined while that is being found out. */
  get speaker(): Visitor | undefined {
    return this.#isEntering ? undefined : this.#speaker
  }

  /** Who the person is, whatever the session. */
  get visitor(): Visitor | undefined {
    return this.#entry?.opening.visitor
  }

  isOwn(session: string): boolean {
    return this.#own.has(session)
  }

  open(shown: Shown, asked: Asked): void {
    this.#enter(enter(this.#services, this.#address, shown, asked), (entry) => this.#entered(entry))
  }

  /** Who was let in before, by whoever answers for it. */
  adopt(entry: Entry): void {
    this.#entered(entry)
  }

  /** A new token for the same person, the first of one who was anonymous, or proof of an earlier session. */
  renew(token: string): void {
    const before = this.#entry
    const mayRetract = this.visitor?.mayRetract
    if (isResumeToken(token)) {
      const person = before?.person ?? {}
      const shown = { resume: token, mayRetract }
      this.#enter(
        Effect.map(openingOf(this.#services, this.#address, person, shown), (opening) => ({
          person,
          opening,
        })),
        (entry) => this.#entered(entry),
      )
      return
    }
    // Where names are believed, this is one.
    const isName = this.#services.identity.mode === "off" && sessionPattern.test(token)
    const credentials = isName ? { name: token } : { token }
    this.#enter(
      Effect.flatMap(
        enter(
          this.#services,
          this.#address,
          { credentials, resume: undefined, mayRetract },
          nothingAsked,
        ),
        (entry) => this.#carried(entry),
      ),
      (entry) => {
        const user = before?.person.user
        if (user === undefined || before === undefined) this.#entered(entry)
        else if (entry.person.user === user) {
          this.#entered({ person: entry.person, opening: before.opening })
        } else this.#events.refuse(anotherUser)
      },
    )
  }

  /**
   * What was answered in the session of this socket, without a name, goes with who signs in on it. Of a session that is
   * not proven to be this visitor's nothing is taken, nor of one that has a user.
   */
  #carried(entry: Entry): Effect.Effect<Entry> {
    const { opening } = this.#entry ?? {}
    const from = this.#speaker
    if (opening?.proof === undefined || opening.visitor.session !== from?.session) {
      return Effect.succeed(entry)
    }
    const { visitor } = entry.opening
    return Effect.map(this.#services.sessions.carried(from, visitor), (isStored) =>
      isStored ? { ...entry, opening: { visitor, proof: "shown" } } : entry,
    )
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#life.stop()
    this.#entering?.interruptUnsafe()
    this.#claim?.interruptUnsafe()
    if (this.#speaker !== undefined) this.#services.sessions.closed(this.#speaker)
  }

  #enter(entry: Effect.Effect<Entry, Refusal>, then: (entry: Entry) => void): void {
    this.#isEntering = true
    const entering = this.#services.fork(
      Effect.match(entry, {
        onSuccess: (entry) => {
          this.#isEntering = false
          if (this.#isEnded) return
          then(entry)
          this.leaveIfExpired()
        },
        onFailure: (refusal) => {
          this.#isEntering = false
          if (this.#isEnded) return
          if (this.#entry === undefined) {
            this.#events.refuse(refusal)
            return
          }
          this.#events.tell(refusal)
          this.#events.speaking()
          this.leaveIfExpired()
        },
      }),
    )
    this.#entering = entering
    // An idle socket holds no fiber that has ended.
    entering.addObserver(() => {
      if (this.#entering === entering) this.#entering = undefined
    })
  }

  #entered(entry: Entry): void {
    const { visitor } = entry.opening
    const isSame = this.#entry?.opening === entry.opening
    // Whoever only proves a session has shown no new token: the old one's time goes on.
    if (this.#entry?.person !== entry.person) {
      this.#isExpired = false
      this.#life.follow(entry.person.expiresAt)
    }
    this.#entry = entry
    this.#isSaid = false
    if (!isSame) {
      this.#claim?.interruptUnsafe()
      this.#release()
      // Its first message need not wait for the table.
      if (entry.opening.proof === "made") this.#claimed("owned", entry.opening)
      const claim = askUntilAnswered(this.#services, visitor, (ownership) =>
        this.#claimed(ownership, entry.opening),
      )
      this.#claim = claim
      claim.addObserver(() => {
        if (this.#claim === claim) this.#claim = undefined
      })
      if (this.#isEnded) return
    }
    const { resumeTokens } = this.#services
    this.#events.entered(
      visitor.session,
      resumeTokens.make(visitor.session, visitor.user, Date.now()),
    )
    this.#isSaid = true
    if (this.#speaker !== undefined) this.#events.speaking()
  }

  #claimed(ownership: SessionOwnership, opening: Opening): void {
    if (this.#isEnded) return
    if (ownership === "refused") {
      this.#events.refuse(refusals.anothers)
      return
    }
    const speaker = ownership === "owned" ? opening.visitor : (this.#speaker ?? strangerOf(opening))
    if (this.#speaker?.session !== speaker.session) {
      this.#release()
      this.#speaker = speaker
      this.#own.add(speaker.session)
      this.#services.sessions.opened(speaker, opening.proof === "made")
    }
    if (this.#isSaid) this.#events.speaking()
  }

  #release(): void {
    if (this.#speaker !== undefined) this.#services.sessions.closed(this.#speaker)
    this.#speaker = undefined
  }
}

const anotherUser: Refusal = { code: "unauthorized", message: "the token is another user's" }
const nothingAsked: Asked = { session: undefined, user: undefined }
