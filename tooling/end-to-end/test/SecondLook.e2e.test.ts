/**
 * A turn whose model uses tools, against everything that `pnpm start` starts, over both socket servers: what the customer
 * sees, what reached the model, and a connection that is cut in the middle.
 */
import { once } from "node:events"
import { demoCatalogue, orders } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { connect, type Frame } from "./ChatClient.ts"
import { patient, type RunningStack, startStack } from "./RunningStack.ts"

const user = "demo-20"
const wish = "Recommend something for me"
const own = orders().flatMap((order) => (order.user === user ? [order.id] : []))

/** Asks for two things at once, after a word; speaks again when it has them. */
const script = (delayMs = 0) => [
  {
    match: wish,
    text: "One moment.",
    toolUses: [
      { name: "find_products", input: { genres: ["horror"], limit: 4 } },
      { name: "own_orders", input: {} },
    ],
  },
  { round: 2, text: "These four are frightening.", delayMs },
]

const whole = [
  "turn-start",
  "products",
  "delta",
  "looking",
  "products",
  "delta",
  "turn-end",
] as const

const typesOf = (frames: ReadonlyArray<Frame>) =>
  frames.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])
const textOf = (frames: ReadonlyArray<Frame>) =>
  frames.map((frame) => (frame.type === "delta" ? String(frame["text"]) : "")).join("")

interface Witnessed {
  readonly body: {
    readonly toolConfig: unknown
    readonly system: ReadonlyArray<{ readonly text?: string }>
    readonly messages: ReadonlyArray<{
      readonly role: string
      readonly content: ReadonlyArray<{
        readonly text?: string
        readonly toolUse?: { readonly toolUseId: string; readonly name: string }
        readonly toolResult?: {
          readonly toolUseId: string
          readonly status: string
          readonly content: ReadonlyArray<{ readonly text: string }>
        }
      }>
    }>
  }
  readonly answer: { readonly stopReason: string; readonly toolUses: ReadonlyArray<unknown> }
}

describe.each(["uws", "ws"])("a second look over %s", (name) => {
  let stack: RunningStack
  beforeAll(async () => {
    stack = await startStack(["--latency", "none"], { ...patient, SOCKET_SERVER: name })
  })
  afterAll(async () => {
    expect(await stack.stop()).toBe(0)
  })
  const play = async (rules: ReadonlyArray<object>) => {
    const reply = await fetch(`${stack.admin}/script`, {
      method: "PUT",
      body: JSON.stringify(rules),
    })
    expect(reply.status).toBe(200)
  }
  const witnessed = async (turn: unknown) => {
    const reply = await fetch(`${stack.admin}/requests?service=bedrock&turn=${String(turn)}`)
    return (await reply.json()) as ReadonlyArray<Witnessed>
  }

  it("is told, shown, and gone on with by a model that has its results", async () => {
    await play(script())
    const client = await connect(stack.url, { session: `look-${name}`, user })
    const { frames, last, products, text } = await client.ask(wish)
    expect(typesOf(frames)).toEqual(whole)
    expect(text).toBe("One moment.\n\nThese four are frightening.")
    expect(frames.find(({ type }) => type === "looking")).toMatchObject({
      tools: [{ name: "find_products" }, { name: "own_orders" }],
    })
    expect(products).toHaveLength(4)
    for (const { id } of products) {
      expect(demoCatalogue().of(demoCatalogue().bookOf(id)?.series ?? "")?.genres).toContain(
        "horror",
      )
    }
    expect(last).toMatchObject({ type: "turn-end", finish: "complete", source: "model" })
    const stages = (last["timeline"] as ReadonlyArray<{ readonly stage: string }>).map(
      ({ stage }) => stage,
    )
    expect(stages).toEqual(expect.arrayContaining(["model", "tool-call", "tool-read", "model-2"]))

    const [first, second, ...others] = await witnessed(last["turn"])
    expect(others).toEqual([])
    expect(first?.answer.stopReason).toBe("tool_use")
    expect(second?.body.toolConfig).toEqual(first?.body.toolConfig)
    expect(second?.body.system).toEqual(first?.body.system)
    const [asked, told] = second?.body.messages.slice(-2) ?? []
    const ids = asked?.content.flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
    const results = told?.content.flatMap(({ toolResult }) => toolResult ?? []) ?? []
    expect(results.map(({ toolUseId }) => toolUseId)).toEqual(ids)
    const [found, ordered] = results.map(({ content }) => content[0]?.text ?? "")
    for (const { price } of products) {
      expect(found).toContain(`"price":${price.amount}`)
    }
    for (const id of own) expect(ordered).toContain(id)
    expect(ordered?.match(/MA-\d{2}-\d{4}/gu)).toHaveLength(own.length)

    // The history that the next message has is one of texts.
    const again = await client.ask("Thank you, and which of them is the shortest for me?")
    expect(again.last).toMatchObject({ type: "turn-end", source: "model" })
    const [next] = await witnessed(again.last["turn"])
    const blocks = next?.body.messages.flatMap(({ content }) => content) ?? []
    expect(blocks.filter((block) => "toolUse" in block || "toolResult" in block)).toEqual([])
    expect(JSON.stringify(blocks)).toContain("These four are frightening.")
    client.close()
  })

  it("that is cut falls back to a call without tools", async () => {
    await play([
      {
        match: wish,
        times: 1,
        toolUses: [{ name: "find_products", input: { genres: ["horror"] }, cut: 9 }],
      },
      { match: wish, text: "Begin with Akira." },
    ])
    const client = await connect(stack.url, { session: `broken-${name}`, user })
    const { frames, last, text } = await client.ask(wish)
    expect(typesOf(frames)).not.toContain("looking")
    expect(text).toBe("Begin with Akira.")
    expect(last).toMatchObject({ finish: "complete", source: "model", degraded: [] })
    const [first, second] = await witnessed(last["turn"])
    expect(first?.body).toHaveProperty("toolConfig")
    expect(second?.body).not.toHaveProperty("toolConfig")
    client.close()
  })

  it("whose results no model can read is told in the store's words", async () => {
    await play([...script().slice(0, 1), { round: 2, error: "ThrottlingException" }])
    const client = await connect(stack.url, { session: `throttled-${name}`, user })
    const { last, products, text } = await client.ask(wish)
    expect(last).toMatchObject({ finish: "complete", source: "catalogue" })
    expect(last["degraded"]).toEqual(["catalogue-answer", "model-unavailable"])
    expect(text).toMatch(/^One moment\.\n\n/u)
    expect(text).toContain(products[0]?.title)
    client.close()
  })

  it("is gone on with by a client whose connection was cut in the middle", async () => {
    await play(script(1_500))
    const open = async () => {
      const query = new URLSearchParams({ session: `cut-${name}`, user })
      const socket = new WebSocket(`${stack.url.replace(/^http/u, "ws")}/chat?${query.toString()}`)
      const frames: Array<Frame> = []
      socket.on("message", (data: Buffer) => {
        const frame = JSON.parse(data.toString("utf8")) as Frame
        if ("turn" in frame) frames.push(frame)
      })
      await once(socket, "open")
      return { socket, frames }
    }
    const has = (frames: ReadonlyArray<Frame>, type: string) =>
      expect.poll(() => frames.some((frame) => frame.type === type), { timeout: 20_000 }).toBe(true)
    const before = await open()
    before.socket.send(JSON.stringify({ type: "message", id: "m", text: wish }))
    await has(before.frames, "looking")
    before.socket.terminate()
    await once(before.socket, "close")
    const seqs = before.frames.flatMap(({ seq }) => (typeof seq === "number" ? [seq] : []))
    const turn = before.frames[0]?.["turn"]
    const after = await open()
    after.socket.send(JSON.stringify({ type: "resume", turn, after: Math.max(...seqs) }))
    await has(after.frames, "turn-end")
    const all = [...before.frames, ...after.frames]
    expect(textOf(all)).toBe("One moment.\n\nThese four are frightening.")
    expect(typesOf(all)).toEqual(whole)
    expect(all.at(-1)).toMatchObject({ finish: "complete" })
    expect(await witnessed(turn)).toHaveLength(2)
    after.socket.close()
  })
})
