/**
 * The answer that the page's address names (`#turn=SESSION.TURN`), shown to its owner alone; the server decides who that
 * is. Names prove nothing. The page shows what it has: its user, or the proof of its own conversation.
 *
 * A visitor's other tab may have that proof. It is asked too: it asks the server, and passes on what that tells. No
 * proof leaves its tab.
 */
import type { ProductCard } from "@manga-assist/client"
import { type Signal, signal } from "@preact/signals"
import { safeText } from "../words/SafeText.ts"
import type { Chat } from "./Chat.ts"

interface Named {
  readonly session: string
  readonly turn: string
}

export interface ShownAnswer {
  readonly state: "shown"
  readonly question: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Those that a tab still has. */
  readonly products: ReadonlyArray<ProductCard>
}

export type LinkState = ShownAnswer | { readonly state: "looking" | "nobodys" | "failed" }

/** Between tabs: somebody looks for it, or is told. */
interface Message extends Named {
  readonly answer?: ShownAnswer
}

/** The server looks for two seconds at most. */
const serverMs = 5_000
/** For another tab to hear it and to ask the server. */
const tabsMs = 1_500

/** A session may have a dot in its name, a turn has none. Dots alone would be another path. */
const pattern = /^#turn=(?!\.{1,2}\.)([\w.-]{1,128})\.([\w-]{1,64})$/

const namedIn = (hash: string): Named | undefined => {
  const [, session, turn] = pattern.exec(hash) ?? []
  return session === undefined || turn === undefined ? undefined : { session, turn }
}

export class Linked {
  /** Undefined: the address names none. */
  readonly shown: Signal<LinkState | undefined> = signal(undefined)
  readonly #chat: Chat
  readonly #tabs = new BroadcastChannel("linked-1")
  #heard: (message: Message) => void = () => {}
  #looking = new AbortController()

  constructor(chat: Chat) {
    this.#chat = chat
    this.#tabs.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.answer === undefined) void this.#help(data)
      else this.#heard(data)
    })
    addEventListener("hashchange", () => void this.look())
    // Somebody else may see something else.
    chat.person.subscribe(() => void this.look())
  }

  async look(): Promise<void> {
    this.#looking.abort()
    this.#looking = new AbortController()
    const { signal } = this.#looking
    const named = namedIn(location.hash)
    this.shown.value = named && { state: "looking" }
    if (named === undefined) return
    const found = await this.#find(named, signal)
    if (!signal.aborted) this.shown.value = found
  }

  close(): void {
    history.replaceState(null, "", location.pathname + location.search)
    void this.look()
  }

  async #find(named: Named, signal: AbortSignal): Promise<LinkState> {
    const told = this.#isVisitor ? this.#askTabs(named) : undefined
    const own = await this.#askServer(named, signal)
    return own.state === "shown" ? own : ((await told) ?? own)
  }

  /** What a customer says stays with the customer, whoever has the next tab. */
  get #isVisitor(): boolean {
    const { token, user } = this.#chat.person.peek()
    return token === undefined && user === undefined
  }

  #askTabs({ session, turn }: Named): Promise<ShownAnswer | undefined> {
    return new Promise((resolve) => {
      this.#heard = (message) => {
        if (message.session === session && message.turn === turn) resolve(message.answer)
      }
      setTimeout(() => resolve(undefined), tabsMs)
      this.#tell({ session, turn })
    })
  }

  /** Another tab looks for it: this one may have the proof. */
  async #help({ session, turn }: Named): Promise<void> {
    if (!this.#isVisitor || this.#chat.session?.session !== session) return
    const answer = await this.#askServer({ session, turn })
    if (answer.state === "shown") {
      this.#tell({ session, turn, answer })
    }
  }

  #tell(message: Message): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
    this.#tabs.postMessage(message)
  }

  async #askServer({ session, turn }: Named, wanted?: AbortSignal): Promise<LinkState> {
    const { token, user } = this.#chat.person.peek()
    const own = this.#chat.session
    const proof = own?.session === session ? own.resumeToken : undefined
    const address = new URL(`/turns/${session}/${turn}`, location.href)
    if (user !== undefined) address.searchParams.set("user", user)
    try {
      const reply = await fetch(address, {
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(proof === undefined ? {} : { "x-resume-token": proof }),
        },
        signal: AbortSignal.any([AbortSignal.timeout(serverMs), ...(wanted ? [wanted] : [])]),
      })
      if (reply.status === 401 || reply.status === 404) return { state: "nobodys" }
      if (!reply.ok) return { state: "failed" }
      const { answer, at, question } = await reply.json()
      const text = safeText(answer)
      const products = this.#chat.productsOf(turn)
      return { state: "shown", question: safeText(question), text, at, products }
    } catch {
      return { state: "failed" }
    }
  }
}
