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
import { GatewayChat, outOfOrder, seenOnce } from "./GatewayChat.ts"
import { openPrograms, type Programs, type Server } from "./Programs.ts"

const secret = "the secret of the gateway"
const questions: readonly [string, ...ReadonlyArray<string>] = [
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
  environment = await programs.startEmulators(["--latency", "source-after"])
  expect(environment["REDIS_URL"]).toBeDefined()
  gateway = await startApiGateway({ secret, backends: () => servers.map(({ url }) => url) })
  servers = [await start(), await start()]
})
afterAll(async () => {
  await gateway.close()
  await programs.stop()
})

const open = (query = "") => GatewayChat.open(`${gateway.url}${query}`)

describe("a chat through the gateway", () => {
  it("is the chat of the direct way, whichever instance an event reaches", async () => {
    const [first] = servers
    const direct = await connect(first?.url ?? "")
    const chat = await open("?user=demo-03")
    expect(await chat.first(({ type }) => type === "ready")).toMatchObject({ protocol: 1 })
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
    expect(outOfOrder(chat.frames)).toEqual([])
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
    await owner.first(({ type }) => type === "ready")
    const thief = await open("?session=gateway-own&user=demo-02")
    expect(await thief.first(({ type }) => type === "error")).toMatchObject({
      code: "unauthorized",
    })
    await new Promise((resolve) => thief.socket.once("close", resolve))
    owner.socket.close()
  })

  it("chooses the subprotocol that a browser offers, and none that it does not", async () => {
    const offered = new WebSocket(gateway.url, ["bearer.none", "manga-assist.v1"])
    await new Promise((resolve) => offered.once("open", resolve))
    expect(offered.protocol).toBe("manga-assist.v1")
    offered.close()
    const plain = await open()
    expect(plain.socket.protocol).toBe("")
    plain.socket.close()
  })

  it("answers bad frames, and a message beyond the gateway's frame closes it", async () => {
    const chat = await open()
    chat.send({ type: "nothing" })
    expect(await chat.first(({ type }) => type === "error")).toMatchObject({ code: "bad-frame" })
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

  it("ends what an instance left that stood still, and not again when that one goes on", async () => {
    const chats = await Promise.all(Array.from({ length: 20 }, () => open()))
    const [first, still] = servers
    for (const [index, chat] of chats.entries()) chat.ask("m", `Recommend me a story ${index}`)
    await Promise.all(chats.map((chat) => chat.first(({ type }) => type === "turn-start")))
    still?.signal("SIGSTOP")
    servers = servers.filter((server) => server !== still)
    const isLost = ({ code }: Frame) => code === "internal"
    await Promise.any(chats.map((chat) => chat.first(isLost)))
    still?.signal("SIGCONT")
    await Promise.all(chats.map((chat) => chat.end("m")))
    if (first !== undefined && still !== undefined) servers = [first, still]
    for (const id of ["n", "o"]) {
      for (const chat of chats) chat.ask(id, questions[0])
      await Promise.all(chats.map((chat) => chat.end(id)))
    }
    for (const chat of chats) {
      for (const id of ["m", "n", "o"]) expect(seenOnce(chat.ends(id))).toHaveLength(1)
      expect(outOfOrder(chat.frames)).toEqual([])
      chat.socket.close()
    }
    expect(chats.filter(({ frames }) => frames.some(isLost)).length).toBeGreaterThan(0)
  })

  it("ends every message once, in order, with cancels, disconnects and one instance killed", async () => {
    const chats = await Promise.all(Array.from({ length: 100 }, () => open()))
    const [survivor, victim] = servers
    let ended = 0
    const counted = () => {
      ended += 1
      if (ended === 300) victim?.signal("SIGKILL")
      // A load balancer does not notice at once either.
      if (ended === 400) servers = survivor === undefined ? [] : [survivor]
    }
    const textOf = (index: number, round: number) =>
      round % 2 === 0
        ? `${questions[(index + round) % 4]}`
        : `Recommend me something, ${index} ${round}`
    const talk = async (chat: GatewayChat, index: number) => {
      for (let round = 0; round < 10; round += 1) {
        const id = `m${round}`
        chat.ask(id, textOf(index, round))
        // Some leave in mid-answer and are heard of no more.
        if (index % 10 === 9 && round === 5) {
          chat.socket.terminate()
          return
        }
        if (index % 10 === 3 && round % 3 === 0) chat.send({ type: "cancel", id })
        await chat.end(id)
        counted()
      }
    }
    await Promise.all(chats.map(talk))
    expect(ended).toBe(100 * 10 - 10 * 5)
    const turns = chats.map(({ frames }) => new Set(frames.flatMap(({ turn }) => turn ?? [])))
    const all = turns.reduce((sum, { size }) => sum + size, 0)
    const different = new Set(turns.flatMap((each) => Array.from(each)))
    expect(different.size, "a turn is seen by one").toBe(all)
    for (const [index, chat] of chats.entries()) {
      expect(outOfOrder(chat.frames)).toEqual([])
      for (let round = 0; round < (index % 10 === 9 ? 5 : 10); round += 1) {
        const ends = seenOnce(chat.ends(`m${round}`))
        const shown = ends.map(({ code, finish, turn, type }) => ({ type, code, finish, turn }))
        expect(ends.length, `${index} m${round}: ${JSON.stringify(shown)}`).toBe(1)
      }
      chat.socket.close()
    }
    await expect.poll(() => gateway.open()).toBe(0)
  })
})
