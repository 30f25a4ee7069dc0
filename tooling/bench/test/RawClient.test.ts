/** The reference client and the server it asks: right first, then cheap. No timing is judged. */
import { createHash, createHmac } from "node:crypto"
import { readFileSync } from "node:fs"
import { createServer, type AddressInfo, connect, type Socket } from "node:net"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { SignatureV4 } from "@smithy/signature-v4"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type ChatClient } from "../src/connections/clients/ChatClient.ts"
import { clients } from "../src/connections/clients/Clients.ts"
import { conversation } from "../src/connections/clients/Conversation.ts"
import { RawAnswer, rawRequests } from "../src/connections/clients/RawRequests.ts"
import { authority } from "../src/connections/laboratory/Laboratory.ts"
import { modelIdOf, type StreamShape } from "../src/connections/clients/StreamShape.ts"
import { startRelay } from "../src/connections/laboratory/Relay.ts"
import { eventFrame, startStub } from "../src/connections/laboratory/StubServer.ts"

const identity = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
}

const aimAt = (port: number) => {
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", `https://127.0.0.1:${port}`)
}

beforeAll(() => {
  vi.stubEnv("AWS_REGION", "ap-northeast-1")
  vi.stubEnv("AWS_ACCESS_KEY_ID", identity.accessKeyId)
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", identity.secretAccessKey)
  aimAt(8443)
})

afterAll(() => {
  vi.unstubAllEnvs()
})

/** A server that is trusted, and where the clients ask. */
const withStub = async (
  streams: number,
  use: (stub: Awaited<ReturnType<typeof startStub>>) => Promise<void>,
) => {
  const stub = await startStub(streams)
  aimAt(stub.port)
  const authorities = getCACertificates("default")
  setDefaultCACertificates([...authorities, readFileSync(authority, "utf8")])
  try {
    await use(stub)
  } finally {
    stub.close()
    setDefaultCACertificates(authorities)
  }
}

/** What the SDK's signer wants of a hash. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret))
  }
  update(content: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(content))
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {}
}

const bytesOf = (content: string | ArrayBuffer | ArrayBufferView): Uint8Array => {
  if (typeof content === "string") return Buffer.from(content)
  return ArrayBuffer.isView(content)
    ? new Uint8Array(content.buffer, content.byteOffset, content.byteLength)
    : new Uint8Array(content)
}

describe("the signature", () => {
  it("is the one that the SDK makes", async () => {
    const date = new Date("2026-11-24T10:11:12.345Z")
    const { body, headers, path } = rawRequests().requestOf("bench-30-10-0", conversation(0), date)
    const signer = new SignatureV4({
      service: "bedrock",
      region: "ap-northeast-1",
      credentials: identity,
      sha256: Sha256,
      applyChecksum: false,
    })
    const signed = await signer.sign(
      {
        method: "POST",
        protocol: "https:",
        hostname: "127.0.0.1",
        path,
        headers: { host: "127.0.0.1:8443", "content-type": "application/json" },
        body,
      },
      { signingDate: date },
    )
    expect(headers.authorization).toBe(signed.headers["authorization"])
    expect(headers["x-amz-date"]).toBe(signed.headers["x-amz-date"])
  })

  it("uses a new key on a new day", () => {
    const sign = ({ requestOf }: ReturnType<typeof rawRequests>, at: string) =>
      requestOf("model", conversation(0), new Date(at)).headers.authorization
    const kept = rawRequests()
    sign(kept, "2026-11-24T23:59:59Z")
    const next = "2026-11-25T00:00:00Z"
    expect(sign(kept, next)).toBe(sign(rawRequests(), next))
  })
})

describe("the reader of an answer", () => {
  const frames = Buffer.concat([
    eventFrame("contentBlockDelta", { delta: { text: "漫画" } }),
    eventFrame("messageStop", { stopReason: "end_turn" }),
  ])
  const read = (chunks: ReadonlyArray<Buffer>) => {
    const texts: Array<string> = []
    const answer = new RawAnswer((text) => texts.push(text))
    for (const chunk of chunks) answer.push(chunk)
    return { texts, isWhole: answer.isWhole }
  }

  it("reads the same however the frames are cut", () => {
    const whole = read([frames])
    expect(whole).toEqual({ texts: ["漫画"], isWhole: true })
    for (let size = 1; size < 40; size++) {
      const chunks: Array<Buffer> = []
      for (let at = 0; at < frames.length; at += size) chunks.push(frames.subarray(at, at + size))
      expect(read(chunks)).toEqual(whole)
    }
  })

  it("refuses every damaged byte", () => {
    for (let at = 0; at < frames.length; at++) {
      const damaged = Buffer.from(frames)
      damaged[at] = (damaged[at] ?? 0) ^ 0x10
      expect(() => read([damaged]), `byte ${at}`).toThrow(/checksum/)
    }
  })
})

describe("the question", () => {
  it("is about 6.7 KB and never the same", () => {
    const [one, two] = [0, 1].map((index) => JSON.stringify(conversation(index)))
    expect(one).not.toBe(two)
    expect(Math.abs(Buffer.byteLength(one ?? "") - 6_700)).toBeLessThan(200)
  })
})

const ask = async (client: ChatClient, shape: StreamShape) => {
  let texts = 0
  await client(modelIdOf(shape), conversation(0), () => texts++)
  return texts
}

describe("the server", () => {
  const shape = { deltas: 5, gapMs: 1, firstMs: 0 }

  it("streams every delta to the reference, whose chats wait while the server allows no more", () =>
    withStub(3, async (stub) => {
      const client = clients.raw()
      const texts = await Promise.all(Array.from({ length: 9 }, () => ask(client, shape)))
      expect(texts).toEqual(Array.from({ length: 9 }, () => 5))
      expect(stub.counts()).toMatchObject({ handshakes: 1, chats: 9 })
    }))

  it("serves the SDK over both protocols, and counts its handshakes", () =>
    withStub(256, async (stub) => {
      const isolated = clients["sdk-default"]()
      const keepAlive = clients["sdk-http1"]()
      for (let chat = 0; chat < 3; chat++) {
        expect(await ask(isolated, shape)).toBe(5)
        expect(await ask(keepAlive, shape)).toBe(5)
      }
      expect(stub.counts()).toMatchObject({ handshakes: 4, chats: 6 })
    }))

  it("is not trusted without its certificate", async () => {
    const stub = await startStub()
    aimAt(stub.port)
    await expect(ask(clients.raw(), shape)).rejects.toThrow("self-signed certificate")
    stub.close()
  })
})

describe("the server's records", () => {
  it("hold one delta each, also when many streams share a connection", () =>
    withStub(256, async ({ port }) => {
      const records = { toClient: 0 }
      const tap = await startTap(port, records)
      aimAt(tap.port)
      try {
        const client = clients.raw()
        await ask(client, { deltas: 3, gapMs: 0, firstMs: 0 })
        records.toClient = 0
        const shape = { deltas: 10, gapMs: 5, firstMs: 0 }
        await Promise.all(Array.from({ length: 20 }, () => ask(client, shape)))
        expect(records.toClient).toBeGreaterThanOrEqual(200)
      } finally {
        tap.close()
      }
    }))
})

/** Counts the TLS records of application data that pass to the client. */
const startTap = async (targetPort: number, records: { toClient: number }) => {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1")
    sockets.add(client).add(upstream)
    client.on("error", () => {}).pipe(upstream)
    let rest = Buffer.alloc(0)
    upstream
      .on("error", () => {})
      .on("data", (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk])
        for (;;) {
          const length = rest.length < 5 ? Number.POSITIVE_INFINITY : 5 + rest.readUInt16BE(3)
          if (rest.length < length) break
          if (rest[0] === 23) records.toClient++
          rest = rest.subarray(length)
        }
        client.write(chunk)
      })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

describe("the relay", () => {
  const withEcho = async (
    oneWayMs: number,
    use: (port: number, relay: Awaited<ReturnType<typeof startRelay>>) => Promise<void>,
  ) => {
    const echo = createServer((socket) => {
      socket.on("error", () => {})
      socket.pipe(socket)
    })
    await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve))
    const relay = await startRelay((echo.address() as AddressInfo).port, oneWayMs)
    try {
      await use(relay.port, relay)
    } finally {
      relay.close()
      echo.close()
    }
  }

  const open = async (port: number) => {
    const socket = connect(port, "127.0.0.1")
    const received: Array<Buffer> = []
    socket.on("error", () => {})
    socket.on("data", (chunk) => received.push(chunk))
    await new Promise((resolve) => socket.once("connect", resolve))
    return { socket, text: () => Buffer.concat(received).toString() }
  }

  const ended = (socket: Socket) => new Promise((resolve) => socket.once("close", resolve))

  it("delivers everything in order before the end, however long it is under way", async () => {
    await withEcho(15, async (port) => {
      const { socket, text } = await open(port)
      const sent = Array.from({ length: 500 }, (_, index) => `line ${index}\n`)
      for (const line of sent) socket.write(line)
      const closed = ended(socket)
      // The end is sent at once and arrives, with everything before it, after two delays.
      socket.end()
      await closed
      expect(text()).toBe(sent.join(""))
    })
  })

  it("keeps connections of a black hole silent for ever, and serves new ones afterwards", async () => {
    await withEcho(0, async (port, relay) => {
      const before = await open(port)
      relay.silence()
      const during = await open(port)
      before.socket.write("lost")
      during.socket.write("lost")
      relay.heal()
      const after = await open(port)
      const answered = new Promise((resolve) => after.socket.once("data", resolve))
      after.socket.write("here")
      await answered
      expect([before.text(), during.text(), after.text()]).toEqual(["", "", "here"])
      expect([before.socket.destroyed, during.socket.destroyed]).toEqual([false, false])
    })
  })
})
