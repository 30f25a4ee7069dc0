/**
 * A DNS server on loopback that answers A and AAAA over UDP from a table; unknown names do not exist.
 */
import { createSocket, type Socket } from "node:dgram"
import { isIP } from "node:net"
import ipaddr from "ipaddr.js"

type Fault = "SERVFAIL" | "REFUSED" | "silent" | "empty"
/** Addresses of both families, a fault for both, or one thing for each family. */
type Answer =
  | ReadonlyArray<string>
  | Fault
  | { readonly a: ReadonlyArray<string> | Fault; readonly aaaa: ReadonlyArray<string> | Fault }

const codes = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5, empty: 0 } as const

interface Question {
  readonly name: string
  readonly type: number
  readonly end: number
}

const readQuestion = (message: Buffer): Question => {
  const labels: Array<string> = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join("."), type: message.readUInt16BE(at + 1), end: at + 5 }
}

const record = (address: string): Buffer => {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray())
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc0_0c, 0)
  head.writeUInt16BE(bytes.length === 4 ? 1 : 28, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(bytes.length, 10)
  return Buffer.concat([head, bytes])
}

const reply = (question: Buffer, end: number, code: number, addresses: ReadonlyArray<string>) => {
  const head = Buffer.from(question.subarray(0, 12))
  head.writeUInt16BE(0x81_80 | code, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(addresses.length, 6)
  head.writeUInt32BE(0, 8)
  return Buffer.concat([head, question.subarray(12, end), ...addresses.map(record)])
}

export class EmulatedDns {
  readonly #socket: Socket = createSocket("udp4")
  readonly #answers = new Map<string, Answer>()
  /** Questions received, each as `name type`. */
  readonly questions: Array<string> = []

  /** Several answers are given one after another, the last one for ever. */
  set(name: string, ...answers: ReadonlyArray<Answer>): void {
    const [first, ...rest] = answers
    if (first !== undefined) this.#answers.set(name, first)
    this.#later.set(name, rest)
  }
  readonly #later = new Map<string, ReadonlyArray<Answer>>()

  /** `127.0.0.1:port` */
  async listen(): Promise<string> {
    this.#socket.on("message", (message, from) => {
      const { name, type, end } = readQuestion(message)
      this.questions.push(`${name} ${type}`)
      const answer = this.#answerFor(name, type)
      if (answer === "silent") return
      const found = typeof answer === "string" ? [] : answer
      const code = typeof answer === "string" ? codes[answer] : 0
      this.#socket.send(reply(message, end, code, found), from.port, from.address)
    })
    await new Promise<void>((listening) => this.#socket.bind(0, "127.0.0.1", listening))
    return `127.0.0.1:${this.#socket.address().port}`
  }

  #answerFor(name: string, type: number): ReadonlyArray<string> | Fault | "NXDOMAIN" {
    const answer = this.#answers.get(name)
    // AAAA is asked after A: the next round begins with the next A.
    const [next, ...rest] = this.#later.get(name) ?? []
    if (type === 28 && next !== undefined) this.set(name, next, ...rest)
    if (answer === undefined) return "NXDOMAIN"
    if (typeof answer === "string") return answer
    if ("a" in answer) return type === 1 ? answer.a : answer.aaaa
    return answer.filter((address) => isIP(address) === (type === 1 ? 4 : 6))
  }

  close(): Promise<void> {
    return new Promise((closed) => this.#socket.close(() => closed()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
