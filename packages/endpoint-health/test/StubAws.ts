/**
 * An HTTP server on loopback in the place of AWS: answers what a test says, and keeps what it was asked.
 */
import { createServer, type Server } from "node:http"

export interface StubReply {
  readonly status?: number
  readonly body: string
}

export interface StubRequest {
  /** The action of EC2's query protocol, or the last part of a JSON target. */
  readonly action: string
  readonly body: string
  readonly parameters: URLSearchParams
}

export class StubAws {
  readonly requests: Array<StubRequest> = []
  readonly #server: Server

  /** Undefined: never answered. */
  constructor(answer: (request: StubRequest) => StubReply | undefined) {
    this.#server = createServer((incoming, response) => {
      const parts: Array<Buffer> = []
      incoming.on("data", (part: Buffer) => parts.push(part))
      incoming.on("end", () => {
        const body = Buffer.concat(parts).toString()
        const parameters = new URLSearchParams(body)
        const target = String(incoming.headers["x-amz-target"] ?? "")
        const action = parameters.get("Action") ?? target.split(".").at(-1) ?? ""
        const request = { action, body, parameters }
        this.requests.push(request)
        const reply = answer(request)
        if (reply !== undefined) response.writeHead(reply.status ?? 200).end(reply.body)
      })
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, "127.0.0.1", listening))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }
}
