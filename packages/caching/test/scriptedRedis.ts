/** A server that says what a test has it say: for replies that a sound Redis does not give. */
import { createServer, type Server, type Socket } from "node:net"
import { Effect } from "effect"

/** The raw reply to a command, at once or later; `undefined`: none at all. */
export type Script = (
  words: ReadonlyArray<string>,
) => Buffer | string | undefined | Promise<Buffer | string>

export const bulk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from("\r\n")])

/** What every client asks first; the rest is the script's. */
const greeting = ([name]: ReadonlyArray<string>): Buffer | string | undefined => {
  if (name === "info") return bulk(Buffer.from("redis_version:7.2.0\r\nloading:0\r\n"))
  // As a server says that knows the older protocol alone.
  if (name === "hello") return "-ERR unknown command 'hello'\r\n"
  return name === "client" ? "+OK\r\n" : undefined
}

/** Commands come as lists of sized texts; what is not whole yet waits. */
const readCommands = (text: string) => {
  const commands: Array<ReadonlyArray<string>> = []
  let rest = text
  for (;;) {
    const head = /^\*(\d+)\r\n/u.exec(rest)
    if (head === null) break
    let at = head[0].length
    const words: Array<string> = []
    for (let left = Number(head[1]); left > 0; left -= 1) {
      const size = /^\$(\d+)\r\n/u.exec(rest.slice(at))
      if (size === null) return { commands, rest }
      at += size[0].length
      const length = Number(size[1])
      if (rest.length < at + length + 2) return { commands, rest }
      words.push(rest.slice(at, at + length))
      at += length + 2
    }
    commands.push(words)
    rest = rest.slice(at)
  }
  return { commands, rest }
}

export const scriptedRedis = Effect.fnUntraced(function* () {
  const state: { script: Script } = { script: () => "+OK\r\n" }
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    socket.once("close", () => sockets.delete(socket))
    let unread = ""
    // Replies leave in the order of their commands.
    let last = Promise.resolve()
    socket.on("data", (data) => {
      const { commands, rest } = readCommands(unread + data.toString("latin1"))
      unread = rest
      for (const words of commands) {
        const reply = state.script(words) ?? greeting(words)
        last = last.then(async () => {
          const bytes = await reply
          if (bytes !== undefined) socket.write(bytes)
        })
      }
    })
  }
  const server = yield* Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      const listening = createServer(accept)
      listening.listen(0, "127.0.0.1", () => resume(Effect.succeed(listening)))
    }),
    (listening) =>
      Effect.callback<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        listening.close(() => resume(Effect.void))
      }),
  )
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { state, url: `redis://127.0.0.1:${port}` }
})
