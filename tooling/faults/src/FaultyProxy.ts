/**
 * A TCP proxy on a fixed port whose behaviour is switched while it runs: it passes bytes on, or breaks connections as a
 * network and a failing server do. It knows nothing of protocols but the `Date` header of plain HTTP/1.1.
 *
 * Refusal and reset also end what is open; silence holds what is under way, which goes on when it is over.
 */
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

export type Mode =
  | "pass"
  /** Nobody listens. */
  | "refused"
  /** A connection is reset at its first byte. */
  | "reset"
  /** Nothing is read or answered. */
  | "black-hole"
  /** Each piece of an answer comes 2 s later. */
  | "slow"
  | "garbage"
  /** Half of the first piece of an answer, then the end. */
  | "half-close"
  /** Refused for a second, passed on for a second, and so on. */
  | "flapping"
  /** Refused for two seconds, then passed on. */
  | "restart"
  /** Answers are dated an hour ahead. */
  | "skew"

const [slowMs, flapMs, restartMs, skewMs] = [2_000, 1_000, 2_000, 3_600_000]

const dated = /(?<=\r\ndate: )\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT/giu

/** Of the same length. */
const skewed = (piece: Buffer): Buffer =>
  Buffer.from(
    piece
      .toString("latin1")
      .replace(dated, (date) => new Date(Date.parse(date) + skewMs).toUTCString()),
    "latin1",
  )

export class FaultyProxy {
  readonly port: number
  #target: number
  #mode: Mode = "pass"
  #changed = Promise.withResolvers<void>()
  #server: Server
  #timer: NodeJS.Timeout | undefined
  readonly #clients = new Set<Socket>()

  private constructor(server: Server, target: number) {
    this.#server = server
    this.#target = target
    this.port = (server.address() as AddressInfo).port // It listens on TCP.
    this.#serve()
  }

  static async open(target: number): Promise<FaultyProxy> {
    return new FaultyProxy(await listening(0), target)
  }

  /** New connections go there, old ones end. */
  turnTo(target: number): void {
    this.#target = target
    this.#cut()
  }

  async set(mode: Mode): Promise<void> {
    clearTimeout(this.#timer)
    await this.#become(mode === "flapping" || mode === "restart" ? "refused" : mode)
    if (mode === "restart") this.#timer = setTimeout(() => void this.#become("pass"), restartMs)
    if (mode === "flapping") {
      this.#timer = setInterval(
        () => void this.#become(this.#mode === "pass" ? "refused" : "pass"),
        flapMs,
      )
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#cut()
    this.#server.close()
  }

  async #become(mode: Mode): Promise<void> {
    const wasRefused = this.#mode === "refused"
    this.#mode = mode
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
    if (mode === "refused" || mode === "reset") this.#cut()
    if (mode === "refused") this.#server.close()
    else if (wasRefused) {
      this.#server = await listening(this.port)
      this.#serve()
    }
  }

  #cut(): void {
    for (const client of this.#clients) {
      // Node keeps the handle of one that is reset while it says goodbye.
      if (client.writableEnded) client.destroy()
      else client.resetAndDestroy()
    }
  }

  #serve(): void {
    this.#server.on("connection", (client) => {
      this.#clients.add(client)
      client.on("error", () => undefined)
      client.once("close", () => this.#clients.delete(client))
      if (this.#mode === "reset") client.once("data", () => client.resetAndDestroy())
      else void this.#join(client)
    })
  }

  async #join(client: Socket): Promise<void> {
    while (this.#mode === "black-hole") await this.#changed.promise
    if (client.destroyed) return
    const upstream = connect({ port: this.#target, host: "127.0.0.1", allowHalfOpen: true })
    upstream.on("error", () => undefined)
    client.once("close", () => upstream.destroy())
    void this.#lead(client, upstream, false)
    void this.#lead(upstream, client, true)
  }

  async #lead(from: Socket, to: Socket, isAnswer: boolean): Promise<void> {
    try {
      for await (const piece of from.iterator({ destroyOnReturn: false })) {
        const bytes = await this.#passed(piece as Buffer, isAnswer) // Of a socket without an encoding.
        const isCut = isAnswer && this.#mode === "half-close"
        const isFull = !to.write(isCut ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes)
        if (isFull && !to.destroyed) {
          await Promise.race([once(to, "drain"), once(to, "close")])
        }
        if (isCut) break
      }
      to.end()
      // A server whose answer is cut is asked no more.
      if (isAnswer) from.destroy()
    } catch {
      to.destroy()
    }
  }

  async #passed(piece: Buffer, isAnswer: boolean): Promise<Buffer> {
    while (this.#mode === "black-hole") await this.#changed.promise
    if (!isAnswer) return piece
    if (this.#mode === "slow") await sleep(slowMs)
    if (this.#mode === "garbage") return randomBytes(piece.length)
    return this.#mode === "skew" ? skewed(piece) : piece
  }
}

const listening = async (port: number): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true })
  server.listen({ port, host: "127.0.0.1", backlog: 512 })
  await once(server, "listening")
  return server
}
