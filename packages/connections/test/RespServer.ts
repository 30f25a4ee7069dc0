/**
 * Enough of a Redis over TLS to let a client in, which tells every command it gets, in order. It has no
 * data: each command but the greeting is answered `OK`.
 */
import { Effect, Queue, type Scope } from "effect"
import { type AddressInfo, type Socket } from "node:net"
import { createServer } from "node:tls"
import { loopbackCertificate, loopbackKey } from "@manga-assist/real-servers"

export interface RespServer {
  readonly port: number
  /** The words of each command. */
  readonly commands: Queue.Queue<ReadonlyArray<string>>
  readonly cut: Effect.Effect<void>
}

/** The first whole command of the text and what is behind it; undefined when it is not whole yet. */
const split = (text: string) => {
  const head = /^\*(\d+)\r\n/.exec(text)
  if (head === null) return undefined
  const words: Array<string> = []
  let at = head[0].length
  for (let i = 0; i < Number(head[1]); i++) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at))
    if (size === null) return undefined
    const from = at + size[0].length
    at = from + Number(size[1]) + 2
    if (text.length < at) return undefined
    words.push(text.slice(from, at - 2))
  }
  return { words, rest: text.slice(at) }
}

const replies: Readonly<Record<string, string>> = {
  hello: "%1\r\n$5\r\nproto\r\n:3\r\n",
  info: "$13\r\nloading:0\r\n\r\n\r\n",
}

export const respServer = Effect.gen(function* (): Effect.fn.Return<
  RespServer,
  never,
  Scope.Scope
> {
  const commands = yield* Queue.unbounded<ReadonlyArray<string>>()
  const sockets = new Set<Socket>()
  const server = createServer({ cert: loopbackCertificate, key: loopbackKey }, (socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    let text = ""
    socket.on("data", (chunk) => {
      text += chunk.toString()
      for (let next = split(text); next !== undefined; next = split(text)) {
        text = next.rest
        Queue.offerUnsafe(commands, next.words)
        socket.write(replies[next.words[0]?.toLowerCase() ?? ""] ?? "+OK\r\n")
      }
    })
  })
  const cut = Effect.sync(() => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () =>
      Effect.andThen(
        cut,
        Effect.sync(() => server.close()),
      ),
  )
  return { port: (server.address() as AddressInfo).port, commands, cut }
})
