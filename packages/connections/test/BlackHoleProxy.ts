/**
 * A TCP proxy that can swallow everything for a while: what stands then stays silent for ever, what
 * connects meanwhile is accepted and hears nothing, what connects afterwards works.
 */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { onCleanup } from "./handlerHarness.ts"

export class BlackHoleProxy {
  connections = 0
  /** By the client. */
  closed = 0
  black = false
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #open: Array<{ swallowed: boolean }> = []

  constructor(target: number) {
    this.#server = createServer((client) => {
      this.connections++
      client.once("end", () => this.closed++)
      this.#keep(client)
      if (this.black) return void client.resume()
      const server = connect(target, "127.0.0.1")
      this.#keep(server)
      const pair = { swallowed: false }
      this.#open.push(pair)
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on("data", (chunk) => void (pair.swallowed || to.write(chunk)))
        from.once("close", () => void (pair.swallowed || to.destroy()))
      }
    })
  }

  static async start(target: number): Promise<BlackHoleProxy> {
    const proxy = new BlackHoleProxy(target)
    proxy.#server.listen(0, "127.0.0.1")
    await once(proxy.#server, "listening")
    onCleanup(() => {
      for (const socket of proxy.#sockets) socket.destroy()
      proxy.#server.close()
    })
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  swallow(): void {
    this.black = true
    for (const pair of this.#open.splice(0)) pair.swallowed = true
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on("error", () => {})
  }
}
