/**
 * Two orchestrators behind an API Gateway that sends the events of one connection to them in turn, over one Redis: order,
 * ends, cancels and disconnects hold.
 */
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi"
import { type ApiGateway, startApiGateway } from "@manga-assist/local-aws"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { connect, type Frame } from "./ChatClient.ts"
import { openPrograms, type Programs, type Server } from "./Programs.ts"

const secret = "the secret of the gateway"
const questions = [
  "How much is volume 105 of One Piece?",
  "Is volume 12 of Blue Lock in stock?",
  "ワンピースの105巻はいくら？",
  "Who wrote Monster?",
]

let programs: Programs
let gateway: ApiGateway
let servers: Array<Server> = []
let environment: Readonly<Record<string, string>> = {}
const start = () =>
  programs.startServer({
    ...environment,
    GATEWAY_SECRET: secret,
    GATEWAY_ENDPOINT: gateway.endpoint,
    LATENCY_BUDGET_MS: "20000",
  })

beforeAll(async () => {
  programs = await openPrograms()
  environment = await programs.startEmulators()
  expect(environment["REDIS_URL"]).toBeDefined()
  gateway = await startApiGateway({ secret, backends: () => servers.map(({ url }) => url) })
  servers = [await start(), await start()]
})
afterAll(async () => {
  await gateway.close()
  await programs.stop()
})

/** A chat of the gateway: all frames in their order. */
const open = async (query = "") => {
  const socket = new WebSocket(`${gateway.url}${query}`)
  const frames: Array<Frame> = []
  const checks = new Set<() => void>()
  socket.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString("utf8")) as Frame)
    for (const check of checks) check()
    if (frames.at(-1)?.["message"] === "Internal server error") chat.failed()
  })
  const wait = (matches: (frame: Frame) => boolean) =>
    new Promise<Frame>((resolve) => {
      const check = () => {
        const found = frames.find(matches)
        if (found === undefined) return
        checks.delete(check)
        resolve(found)
      }
      checks.add(check)
      check()
    })
  const isEnd = (id: string) => (frame: Frame) =>
    (frame.type === "turn-end" || frame.type === "error") && frame["id"] === id
  const chat = {
    /** The gateway could not hand an event over: the client's turn to send it again. */
    failed: () => {},
    socket,
    frames,
    wait,
    send: (frame: unknown) => socket.send(JSON.stringify(frame)),
    end: (id: string) => wait(isEnd(id)),
  }
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve)
    socket.once("error", reject)
  })
  return chat
}

/** Frames of one turn are in order and of one piece. */
const inOrder = (frames: ReadonlyArray<Frame>): void => {
  const seen = new Map<unknown, number>()
  for (const { seq, turn, type } of frames) {
    if (typeof seq !== "number") continue
    // A message that was sent again is answered with its finished turn again.
    if (type === "turn-start") seen.delete(turn)
    expect(seq).toBeGreaterThan(seen.get(turn) ?? 0)
    seen.set(turn, seq)
  }
}

describe("a chat through the gateway", () => {
  it("is the chat of the direct way, whichever instance an event reaches", async () => {
    const [first] = servers
    const direct = await connect(first?.url ?? "")
    const chat = await open("?user=demo-03")
    expect(await chat.wait(({ type }) => type === "ready")).toMatchObject({ protocol: 1 })
    for (const [index, text] of questions.entries()) {
      const id = `q${index}`
      chat.send({ type: "message", id, text })
      expect(await chat.end(id)).toMatchObject({ type: "turn-end", finish: "complete" })
      const turn = chat.frames.find((frame) => frame.type === "turn-start" && frame["id"] === id)
      const said = chat.frames
        .filter((frame) => frame.type === "delta" && frame["turn"] === turn?.["turn"])
        .map((frame) => frame["text"])
        .join("")
      expect(said).toBe((await direct.ask(text)).text)
    }
    inOrder(chat.frames)
    chat.socket.close()
    direct.close()
  })

  it("keeps the order of messages that alternate between instances", async () => {
    const chat = await open()
    const ids = questions.map((_, index) => `o${index}`)
    for (const [index, text] of questions.entries()) {
      chat.send({ type: "message", id: `o${index}`, text })
    }
    for (const id of ids) await chat.end(id)
    const ends = chat.frames.filter(({ type }) => type === "turn-end").map((frame) => frame["id"])
    expect(ends).toEqual(ids)
    chat.socket.close()
  })

  it("refuses who is no gateway, a session of others, and a body without a connection", async () => {
    const [first] = servers
    const post = (path: string, headers: Record<string, string>) =>
      fetch(`${first?.url}${path}`, { method: "POST", headers, body: "{}" })
    expect((await post("/gateway/connect", {})).status).toBe(403)
    expect((await post("/gateway/default", { "x-gateway-secret": "wrong" })).status).toBe(403)
    const known = { "x-gateway-secret": secret }
    expect((await post("/gateway/default", known)).status).toBe(400)
    const nobody = { ...known, "x-connection-id": "nobody=" }
    expect((await post("/gateway/default", nobody)).status).toBe(410)
    expect((await fetch(`${first?.url}/gateway/connect`)).status).toBe(405)
    const owner = await open("?session=gateway-own&user=demo-01")
    await owner.wait(({ type }) => type === "ready")
    const thief = await open("?session=gateway-own&user=demo-02")
    expect(await thief.wait(({ type }) => type === "error")).toMatchObject({ code: "unauthorized" })
    await new Promise((resolve) => thief.socket.once("close", resolve))
    owner.socket.close()
  })

  it("answers bad frames, and a message beyond the gateway's frame closes it", async () => {
    const chat = await open()
    chat.send({ type: "nothing" })
    expect(await chat.wait(({ type }) => type === "error")).toMatchObject({ code: "bad-frame" })
    chat.socket.send("x".repeat(40_000))
    const code = await new Promise((resolve) => chat.socket.once("close", resolve))
    expect(code).toBe(1009)
  })

  it("lets the SDK's own client see a connection that is gone", async () => {
    const client = new ApiGatewayManagementApiClient({
      endpoint: gateway.endpoint,
      region: "ap-northeast-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local-secret" },
    })
    const asking = client.send(new PostToConnectionCommand({ ConnectionId: "none=", Data: "hi" }))
    await expect(asking).rejects.toMatchObject({ name: "GoneException" })
    client.destroy()
  })

  it("ends every message once, in order, with cancels and disconnects", async () => {
    const chats = await Promise.all(Array.from({ length: 100 }, () => open()))
    let ended = 0
    const cancelled = new Set<string>()
    const sent = new Map<string, number>()
    const talk = async (chat: (typeof chats)[number], index: number) => {
      for (let round = 0; round < 10; round += 1) {
        const id = `m${round}`
        // Some leave in mid-answer and are heard of no more.
        if (index % 10 === 9 && round === 5) {
          chat.send({ type: "message", id, text: `${questions[round % 4]} ${index}` })
          chat.socket.terminate()
          return
        }
        chat.send({ type: "message", id, text: questions[(index + round) % 4] })
        if (index % 10 === 3 && round % 3 === 0) {
          chat.send({ type: "cancel", id })
          cancelled.add(`${index} ${id}`)
        }
        sent.set(`${index} ${id}`, 1)
        chat.failed = () => {
          sent.set(`${index} ${id}`, (sent.get(`${index} ${id}`) ?? 0) + 1)
          chat.send({ type: "message", id, text: questions[(index + round) % 4] })
        }
        await chat.end(id)
        ended += 1
      }
    }
    await Promise.all(chats.map(talk))
    expect(ended).toBe(100 * 10 - 10 * 5)
    expect(cancelled.size).toBe(40)
    const turns = chats.map(({ frames }) => new Set(frames.flatMap(({ turn }) => turn ?? [])))
    const all = turns.reduce((sum, { size }) => sum + size, 0)
    const different = new Set(turns.flatMap((each) => Array.from(each)))
    expect(different.size, "a turn is seen by one").toBe(all)
    for (const [index, chat] of chats.entries()) {
      inOrder(chat.frames)
      const rounds = index % 10 === 9 ? 5 : 10
      for (let round = 0; round < rounds; round += 1) {
        const ends = chat.frames.filter(
          (frame) => frame.type === "turn-end" && frame["id"] === `m${round}`,
        ).length
        const errors = chat.frames.filter(
          (frame) =>
            frame.type === "error" &&
            frame["id"] === `m${round}` &&
            frame["code"] !== "unknown-turn",
        ).length
        // What the gateway itself refused was sent again.
        const times = sent.get(`${index} m${round}`) ?? 0
        expect(ends + errors, `${index} m${round}`).toBeGreaterThanOrEqual(1)
        expect(ends + errors, `${index} m${round}`).toBeLessThanOrEqual(times)
      }
      chat.socket.close()
    }
    await expect.poll(() => gateway.open()).toBe(0)
  })
})
