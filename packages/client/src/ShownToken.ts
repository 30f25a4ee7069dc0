/**
 * Which token a connection shows, and when. A session that began without one is a visitor's: the server lets no customer
 * in by it, and takes it along when the token is shown on the open socket. So a visitor who signed in comes back as the
 * visitor first.
 */
interface Person {
  readonly user: string | undefined
  readonly token: string | undefined
}

export class ShownToken {
  readonly #send: (token: string) => void
  /** The session at hand began without a token, and none was accepted since. */
  #isVisitors = false
  #later: string | undefined
  #isOwed = false

  /** `send` shows a token on the open socket. */
  constructor(send: (token: string) => void) {
    this.#send = send
  }

  /** The server owes an answer to a token that was shown. */
  get isOwed(): boolean {
    return this.#isOwed
  }

  /** What a new connection shows at the door. `goesOn`: with a session that it knows. */
  atDoor({ token, user }: Person, goesOn: boolean): Person {
    this.#isOwed = false
    this.#later = goesOn && this.#isVisitors ? token : undefined
    this.#isVisitors = token === undefined || this.#later !== undefined
    return this.#later === undefined ? { user, token } : { user: undefined, token: undefined }
  }

  /** The door is open: what was held back is shown now. */
  opened(): void {
    this.show(this.#later)
    this.#later = undefined
  }

  show(token: string | undefined): void {
    if (token === undefined) return
    this.#isOwed = true
    this.#send(token)
  }

  answered(isAccepted: boolean): void {
    if (isAccepted && this.#isOwed) this.#isVisitors = false
    this.#isOwed = false
  }
}
