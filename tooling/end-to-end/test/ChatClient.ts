/** A foreign client: `ws` and plain JSON, nothing of the server's own code. */
import { WebSocket } from "ws"

export interface Frame {
  readonly type: string
  readonly [field: string]: unknown
}

export interface Card {
  readonly id: string
  readonly title: string
  readonly volume?: number
  readonly format?: string
  readonly price: { readonly amount: number; readonly currency: string }
  readonly inStock: boolean
}

export interface Answer {
  readonly frames: ReadonlyArray<Frame>
  readonly products: ReadonlyArray<Card>
  readonly text: string
  /** The `turn-end` or `error` that ended it. */
  readonly last: Frame
}

export interface ChatClient {
  readonly ask: (text: string, options?: { id?: string; locale?: string }) => Promise<Answer>
  readonly send: (text: string) => void
  readonly close: () => void
}

const answerDeadlineMs = 20_000
let nextId = 0

/** `base` is the server's `http:` address. */
export const connect = async (
  base: string,
  query: Readonly<Record<string, string>> = {},
): Promise<ChatClient> => {
  const url = `${base.replace(/^http/u, "ws")}/chat?${new URLSearchParams(query).toString()}`
  const socket = new WebSocket(url)
  const listeners = new Set<(frame: Frame) => void>()
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString("utf8")) as Frame
    for (const listener of listeners) listener(frame)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve)
    socket.once("error", reject)
  })
  const ask: ChatClient["ask"] = (text, options = {}) => {
    const id = options.id ?? `q-${(nextId += 1)}`
    const frames: Array<Frame> = []
    let turn: unknown
    return new Promise((resolve, reject) => {
      const end = (outcome: () => void) => {
        clearTimeout(timer)
        listeners.delete(listener)
        socket.off("close", onClose)
        outcome()
      }
      const timer = setTimeout(() => {
        end(() => {
          reject(new Error(`no end of ${id} "${text}": ${JSON.stringify(frames).slice(0, 500)}`))
        })
      }, answerDeadlineMs)
      const onClose = () => {
        end(() => {
          reject(new Error(`closed before the end of ${id}`))
        })
      }
      socket.once("close", onClose)
      const listener = (frame: Frame) => {
        if (frame.type === "turn-start" && frame["id"] === id) turn = frame["turn"]
        if (frame["id"] !== id && (turn === undefined || frame["turn"] !== turn)) return
        frames.push(frame)
        if (frame.type !== "turn-end" && frame.type !== "error") return
        end(() => {
          resolve({
            frames,
            products: (frames.findLast((each) => each.type === "products")?.["products"] ??
              []) as ReadonlyArray<Card>,
            text: frames
              .filter((each) => each.type === "delta")
              .map((each) => String(each["text"]))
              .join(""),
            last: frame,
          })
        })
      }
      listeners.add(listener)
      const { locale } = options
      socket.send(
        JSON.stringify({ type: "message", id, text, ...(locale === undefined ? {} : { locale }) }),
      )
    })
  }
  return {
    ask,
    send: (text) => {
      socket.send(text)
    },
    close: () => {
      socket.close()
    },
  }
}
