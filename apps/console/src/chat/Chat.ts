/**
 * The state of the chat page: its turns, its connection, and the user who asks.
 *
 * It is held in memory. The last turns are also stored in the tab (`Kept.ts`), so that the conversation continues after
 * a reload. Beyond 1,000 turns the oldest are dropped.
 */
import { ChatClient, type ChatStatus } from "@manga-assist/client"
import { computed, type Signal, signal } from "@preact/signals"
import { forget, keep, type Kept, kept, mostKept, type Rated } from "./Kept.ts"
import { Turn } from "./Turn.ts"

export interface Person {
  /** A demo customer; believed only by a server without authentication. */
  readonly user?: string
  readonly token?: string
}

const mostTurns = 1_000

/** Of the page's own address. */
const server = (): string => new URL("/chat", location.href).href

export class Chat {
  readonly turns: Signal<ReadonlyArray<Turn>> = signal([])
  readonly status: Signal<ChatStatus> = signal<ChatStatus>({ state: "closed" })
  readonly person: Signal<Person> = signal<Person>({})
  /** Whose times are shown; the newest turn's where none was chosen. */
  readonly chosen: Signal<Turn | undefined> = signal(undefined)
  readonly shown = computed(() => this.chosen.value ?? this.turns.value.at(-1))
  /** The device says that it has no network, and the server has said nothing since. */
  readonly isOffline = signal(false)
  /** What is being written; a question to be edited is put there. */
  readonly writing = signal("")
  /** The server did not accept who somebody wanted to become; they are still who they were. */
  readonly isRefused = signal(false)
  /** How many questions have no end yet. */
  readonly running = signal(0)
  /** The last that was open: what is asked without a connection is stored as well. */
  #session: Pick<Kept, "session" | "resumeToken"> | undefined
  #client: ChatClient
  #count = 0
  /** Signs in on this connection: once its last answer has ended, and until the server has said yes or no. */
  #joining: Person | undefined
  #isAsked = false

  constructor() {
    const before = kept()
    const person = before?.user === undefined ? {} : { user: before.user }
    this.#client = this.#connect(person, before)
    this.#listen()
    if (before === undefined) return
    this.turns.value = before.turns.map((turn) => Turn.of(turn))
    // Its answer was lost with the page; under the same id the server answers it once.
    for (const turn of this.turns.value) if (turn.phase.value === "waiting") this.#send(turn)
  }

  ask(question: string): void {
    this.#count += 1
    const turn = new Turn(`${Date.now().toString(36)}-${this.#count}`, question)
    this.turns.value = [...this.turns.value.slice(1 - mostTurns), turn]
    this.chosen.value = undefined
    this.#send(turn)
  }

  retry(turn: Turn): void {
    this.#send(turn)
  }

  /** Everything that has no end yet. */
  stop(): void {
    for (const turn of this.turns.value) {
      if (turn.phase.value === "waiting" || turn.phase.value === "answering") turn.stop()
    }
  }

  draft(text: string): void {
    this.#client.draft(text)
  }

  async rate(turn: Turn, rating: Rated, comment?: string): Promise<void> {
    const name = turn.end.value?.turn
    const isTold = turn.rated.value === rating && turn.ratingTaken.value !== false
    if (name === undefined || (isTold && comment === undefined)) return
    turn.rated.value = rating
    turn.ratingTaken.value = undefined
    turn.ratingTaken.value = await this.#client.feedback(name, rating, comment)
    this.#keep()
  }

  /** Of this page's conversation, and its proof. */
  get session(): Pick<Kept, "session" | "resumeToken"> | undefined {
    return this.#session
  }

  /** The address that shows the answer to its owner again. */
  linkOf({ end }: Turn): string {
    return new URL(`#turn=${this.#session?.session}.${end.value?.turn}`, location.href).href
  }

  /** Of the answer of this name, if it is on this page. */
  productsOf(name: string): Turn["products"]["value"] {
    const turn = this.turns.value.find(({ end }) => end.value?.turn === name)
    return turn?.products.value ?? []
  }

  /** A new conversation as this person; nobody named: as a visitor. */
  become(person: Person): void {
    // Its open questions end by that, in a moment.
    void this.#client.close()
    forget()
    this.turns.value = []
    this.chosen.value = undefined
    this.#joining = undefined
    this.#isAsked = false
    this.isRefused.value = false
    this.#client = this.#connect(person)
  }

  /** As this person from now on; what was said without a name on an open connection goes with them. */
  signIn(person: Person): void {
    const { token, user } = this.person.value
    const isVisitor = token === undefined && user === undefined
    // What no issuer writes is for a new connection to refuse.
    const isNamed = /^[\w.-]+$/.test(person.token ?? person.user ?? "")
    const isOpen = this.status.value.state === "open" && this.turns.value.length > 0
    if (!isVisitor || !isNamed || !isOpen) {
      this.become(person)
      return
    }
    this.isRefused.value = false
    this.#joining = person
    this.#join()
  }

  /** What is being answered belongs to the visitor's session: it is waited for. */
  #join(): void {
    if (this.#joining === undefined || this.#isAsked || this.running.value > 0) return
    this.#isAsked = true
    this.person.value = this.#joining
    void this.#client.renew()
  }

  #joined(isRefused: boolean): void {
    if (!this.#isAsked) return
    this.#joining = undefined
    this.#isAsked = false
    this.isRefused.value = isRefused
    if (isRefused) this.person.value = {}
    // What needs a token is not kept.
    else if (this.person.value.token !== undefined) forget()
  }

  /** A new conversation of the same person. */
  beginAnew(): void {
    this.become(this.person.value)
  }

  tryNow(): void {
    void this.#client.open()
  }

  /** Of a connection that died while nobody looked the browser says nothing for minutes. */
  #listen(): void {
    const check = () => {
      if (!document.hidden) this.#client.check()
    }
    addEventListener("offline", () => {
      this.isOffline.value = true
      this.#client.check()
    })
    addEventListener("online", () => {
      this.isOffline.value = false
      this.#client.check()
    })
    addEventListener("pageshow", check)
    document.addEventListener("visibilitychange", check)
    document.addEventListener("resume", check)
  }

  #connect(person: Person, before?: Kept): ChatClient {
    this.person.value = person
    this.#session = before
    const whose = this.person
    const client = new ChatClient({
      url: server(),
      // Read at each connection: a visitor may have signed in on the one before.
      get user() {
        return whose.value.user
      },
      token: () => whose.value.token ?? whose.value.user,
      silenceMs: 20_000,
      session: before?.session,
      resumeToken: before?.resumeToken,
      onFrame: (frame) => {
        this.isOffline.value = false
        const isNobodys =
          frame.type === "error" && frame.id === undefined && frame.turn === undefined
        // A flood, say, is no answer to a token.
        const isAnswer = isNobodys && (frame.code === "unauthorized" || frame.code === "internal")
        if (isAnswer && client === this.#client) this.#joined(true)
      },
      onStatus: (status) => {
        if (client !== this.#client) return
        this.status.value = status
        if (status.state === "refused" && this.#isAsked) this.become(this.person.value)
        if (status.state !== "open") return
        this.#session = status
        this.#joined(false)
        this.#keep()
      },
    })
    this.#client = client
    void client.open()
    return client
  }

  #send(turn: Turn): void {
    turn.begin()
    this.running.value += 1
    const answer = this.#client.ask(turn.question, { id: turn.id, onEvent: turn.take })
    this.#keep()
    void turn.follow(answer).then(() => {
      this.running.value -= 1
      this.#keep()
      this.#join()
    })
  }

  #keep(): void {
    const { token, user } = this.person.value
    if (this.#session === undefined || token !== undefined || this.#isAsked) return
    const { resumeToken, session } = this.#session
    const turns = this.turns.value.slice(-mostKept).map((turn) => turn.kept)
    keep({ session, resumeToken, user, turns })
  }
}
