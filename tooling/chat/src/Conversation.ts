/**
 * Asks one question at a time over the client library, and measures when products, first text and end of the answer
 * arrived here. Asking never rejects.
 */
import {
  type AnswerEvent,
  ChatClient,
  type ChatOptions,
  type Locale,
  type TurnEnd,
} from "@manga-assist/client"
import type { Observed } from "./TimelineLine.ts"
import { whyUnreachable } from "./Unreachable.ts"

export type Answer =
  | { readonly kind: "ended"; readonly end: TurnEnd; readonly observed: Observed }
  | { readonly kind: "failed"; readonly message: string }

interface ConversationOptions extends Pick<ChatOptions, "session" | "user" | "retryMs"> {
  readonly url: URL
  readonly token: string | undefined
  readonly locale: Locale | undefined
  /** Every frame as it came. */
  readonly onRaw: (raw: string) => void
}

const defaultRetryMs = [250, 500, 1000, 2000, 4000]

export interface Conversation {
  /** Opens the socket now; the message says why that was not possible. */
  readonly open: () => Promise<string | undefined>
  /** Resolves when the answer ended, or nothing more can be expected. Never rejects. */
  readonly ask: (text: string, onEvent: (event: AnswerEvent) => void) => Promise<Answer>
  /** Asks the server to end the running answer; it still ends with its `turn-end`. */
  readonly cancel: () => void
  /** Tells what is being typed: the whole line. */
  readonly draft: (text: string) => void
  /** Says goodbye, and waits for that no longer than half a second. */
  readonly close: () => Promise<void>
}

export const conversationWith = (options: ConversationOptions): Conversation => {
  const { locale, onRaw, retryMs = defaultRetryMs, session, token, url, user } = options
  const chat = new ChatClient({
    url,
    user,
    session,
    retryMs,
    tries: retryMs.length,
    ...(token === undefined ? {} : { token: () => token }),
    onFrame: (_, text) => onRaw(text),
  })
  let cancel = (): void => undefined
  return {
    open: async () => {
      if (await chat.open()) return undefined
      const { status } = chat
      await chat.close()
      return status.state === "refused" ? status.why : await whyUnreachable(url)
    },
    ask: async (text, onEvent) => {
      const sentAt = performance.now()
      const since = () => performance.now() - sentAt
      let firstProductsMs: number | undefined
      let firstTokenMs: number | undefined
      const answer = chat.ask(text, {
        ...(locale === undefined ? {} : { locale }),
        onEvent: (event) => {
          if (event.type === "products") firstProductsMs ??= since()
          if ("text" in event) firstTokenMs ??= since()
          onEvent(event)
        },
      })
      cancel = answer.cancel
      const outcome = await answer.ended
      if (outcome.kind === "ended") {
        const observed = { firstProductsMs, firstTokenMs, totalMs: since() }
        return { kind: "ended", end: outcome.end, observed }
      }
      const { code, message } = outcome
      if (code !== "unreachable") {
        return { kind: "failed", message: code === "cancelled" ? message : `${code}: ${message}` }
      }
      return { kind: "failed", message: await whyUnreachable(url, message) }
    },
    cancel: () => cancel(),
    draft: (text) => chat.draft(text),
    close: () => chat.close(),
  }
}
