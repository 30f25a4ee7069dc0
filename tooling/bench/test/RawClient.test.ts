/** The reference client and the server it asks: right first, then cheap. No timing is judged. */
import { createHash, createHmac } from "node:crypto"
import { createServer, type AddressInfo, connect, type Socket } from "node:net"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { SignatureV4 } from "@smithy/signature-v4"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatClient } from "../src/connections/clients/ChatClient.ts"
import { conversation } from "../src/connections/clients/Conversation.ts"
import { eventFrame } from "../src/connections/laboratory/EventFrame.ts"
import { rawClient } from "../src/connections/clients/RawClient.ts"
import { RawAnswer } from "../src/connections/clients/RawAnswer.ts"
import { rawSigner } from "../src/connections/clients/RawSignature.ts"
import { modelIdOf, type StreamShape } from "../src/connections/clients/StreamShape.ts"
import { startRelay } from "../src/connections/laboratory/Relay.ts"
import { sdkClient } from "../src/connections/clients/SdkClient.ts"
import { serverCertificate } from "../src/connections/laboratory/ServerCertificate.ts"
import { startStub, type StubServer } from "../src/connections/laboratory/StubServer.ts"

const identity = {
  endpoint: "https://127.0.0.1:8443",
  region: "ap-northeast-1",
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
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
  it.each([
    ["bench-30-10-0", "2026-11-24T10:11:12.345Z"],
    ["jp.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-24T10:11:13.000Z"],
    ["arn:aws:bedrock:eu-west-1:1:inference-profile/it's(1)*", "2026-11-25T00:00:00.000Z"],
  ])("for %s is the one that the SDK makes", async (model, at) => {
    const path = `/model/${encodeURIComponent(model)}/converse-stream`
    const body = Buffer.from('{"messages":[]}')
    const date = new Date(at)
    const signer = new SignatureV4({
      service: "bedrock",
      region: identity.region,
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
    const ours = rawSigner(identity)(path, body, date)
    expect(ours.authorization).toBe(signed.headers["authorization"])
    expect(ours["x-amz-date"]).toBe(signed.headers["x-amz-date"])
  })

  it("uses a new key on a new day", () => {
    const sign = (signer: ReturnType<typeof rawSigner>, at: string) =>
      signer("/", Buffer.of(), new Date(at)).authorization
    const kept = rawSigner(identity)
    sign(kept, "2026-11-24T23:59:59Z")
    const next = "2026-11-25T00:00:00Z"
    expect(sign(kept, next)).toBe(sign(rawSigner(identity), next))
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
  let stub: StubServer
  let trusted = ""
  const authorities = getCACertificates("default")
  const shape = { deltas: 5, gapMs: 1, firstMs: 0 }
  const target = (port: number) => ({ ...identity, endpoint: `https://127.0.0.1:${port}` })

  beforeAll(async () => {
    const certificate = await serverCertificate(Date.now())
    trusted = certificate.certificate
    setDefaultCACertificates([...authorities, trusted])
    stub = await startStub(certificate, 3)
  })

  afterAll(() => {
    stub.close()
    setDefaultCACertificates(authorities)
  })

  it("streams every delta to the reference, whose chats wait while the server allows no more", async () => {
    const client = rawClient(target(stub.port))
    stub.resetCounts()
    const texts = await Promise.all(Array.from({ length: 9 }, () => ask(client, shape)))
    expect(texts).toEqual(Array.from({ length: 9 }, () => 5))
    expect(stub.counts()).toMatchObject({ handshakes: 1, chats: 9 })
  })

  it("serves the SDK over both protocols, and counts its handshakes", async () => {
    stub.resetCounts()
    const isolated = sdkClient("sdk-default", target(stub.port))
    const keepAlive = sdkClient("sdk-http1", target(stub.port))
    for (let chat = 0; chat < 3; chat++) {
      expect(await ask(isolated, shape)).toBe(5)
      expect(await ask(keepAlive, shape)).toBe(5)
    }
    expect(stub.counts()).toMatchObject({ handshakes: 4, chats: 6 })
  })

  it("is not trusted without its certificate", async () => {
    setDefaultCACertificates(authorities)
    try {
      const client = rawClient(target(stub.port))
      await expect(ask(client, shape)).rejects.toThrow("self-signed certificate")
    } finally {
      setDefaultCACertificates([...authorities, trusted])
    }
  })
})

describe("the server's records", () => {
  it("hold one delta each, also when many streams share a connection", async () => {
    const authorities = getCACertificates("default")
    const certificate = await serverCertificate(Date.now())
    setDefaultCACertificates([...authorities, certificate.certificate])
    const stub = await startStub(certificate, 256)
    const records = { toClient: 0 }
    const tap = await startTap(stub.port, records)
    try {
      const client = rawClient({ ...identity, endpoint: `https://127.0.0.1:${tap.port}` })
      await ask(client, { deltas: 3, gapMs: 0, firstMs: 0 })
      records.toClient = 0
      const shape = { deltas: 10, gapMs: 5, firstMs: 0 }
      await Promise.all(Array.from({ length: 20 }, () => ask(client, shape)))
      expect(records.toClient).toBeGreaterThanOrEqual(200)
    } finally {
      tap.close()
      stub.close()
      setDefaultCACertificates(authorities)
    }
  })
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
