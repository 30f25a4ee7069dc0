/**
 * Asks one question at a time over the client library, and measures when products, first text and end of the answer
 * arrived here. Asking never rejects.
 */
import {
  ChatClient,
  type ChatOptions,
  type Locale,
  type Outcome,
  type ProductCard,
  type ShownTool,
  type TurnEnd,
} from "@manga-assist/client"
import type { Observed } from "./TimelineLine.ts"
import { whyUnreachable } from "./Unreachable.ts"

export interface AnswerEvents {
  readonly onProducts: (products: ReadonlyArray<ProductCard>) => void
  readonly onLooking: (tools: ReadonlyArray<ShownTool>) => void
  readonly onText: (text: string) => void
  readonly onRetry: (why: string) => void
}

export type Answer =
  | { readonly kind: "ended"; readonly end: TurnEnd; readonly observed: Observed }
  | { readonly kind: "failed"; readonly message: string }

export interface ConversationOptions extends Pick<ChatOptions, "session" | "user" | "retryMs"> {
  readonly url: URL
  readonly token: string | undefined
  readonly locale: Locale | undefined
  /** Every frame as it came. */
  readonly onRaw: (raw: string) => void
}

const defaultRetryMs = [250, 500, 1000, 2000, 4000]

export class Conversation {
  readonly #options: ConversationOptions
  readonly #chat: ChatClient
  #cancel = (): void => undefined

  constructor(options: ConversationOptions) {
    this.#options = options
    const { onRaw, retryMs = defaultRetryMs, session, token, url, user } = options
    this.#chat = new ChatClient({
      url,
      user,
      session,
      retryMs,
      tries: retryMs.length,
      ...(token === undefined ? {} : { token: () => token }),
      onFrame: (_, text) => onRaw(text),
    })
  }

  /** Opens the socket now; the message says why that was not possible. */
  async open(): Promise<string | undefined> {
    if (await this.#chat.open()) return undefined
    const { status } = this.#chat
    await this.#chat.close()
    return status.state === "refused" ? status.why : await whyUnreachable(this.#options.url)
  }

  /** Resolves when the answer ended, or nothing more can be expected. Never rejects. */
  async ask(text: string, events: AnswerEvents): Promise<Answer> {
    const sentAt = performance.now()
    const since = () => performance.now() - sentAt
    let firstProductsMs: number | undefined
    let firstTokenMs: number | undefined
    const { locale } = this.#options
    const answer = this.#chat.ask(text, {
      ...(locale === undefined ? {} : { locale }),
      onEvent: (event) => {
        if (event.type === "products") {
          firstProductsMs ??= since()
          events.onProducts(event.products)
        } else if (event.type === "looking") events.onLooking(event.tools)
        else if (event.type === "retrying") events.onRetry(event.why)
        else if (event.type !== "started" && event.type !== "resumed") {
          firstTokenMs ??= since()
          const again = event.type === "rewritten" ? "\n[the answer was written again]\n" : ""
          events.onText(`${again}${event.text}`)
        }
      },
    })
    this.#cancel = answer.cancel
    const outcome = await answer.ended
    if (outcome.kind === "failed")
      return { kind: "failed", message: await this.#whyFailed(outcome) }
    const observed = { firstProductsMs, firstTokenMs, totalMs: since() }
    return { kind: "ended", end: outcome.end, observed }
  }

  /** Asks the server to end the running answer; it still ends with its `turn-end`. */
  cancel(): void {
    this.#cancel()
  }

  /** Tells what is being typed: the whole line. */
  draft(text: string): void {
    this.#chat.draft(text)
  }

  /** Says goodbye, and waits for that no longer than half a second. */
  async close(): Promise<void> {
    await this.#chat.close()
  }

  #whyFailed({ code, message }: Extract<Outcome, { readonly kind: "failed" }>): Promise<string> {
    if (code === "unreachable") return whyUnreachable(this.#options.url, message)
    return Promise.resolve(code === "cancelled" ? message : `${code}: ${message}`)
  }
}
