import { afterEach, expect, it } from "vitest"
import { Conversation, type ConversationOptions } from "../src/Conversation.ts"
import { type Script, type ScriptedServer, scriptedServer, wholeTurn } from "./scriptedServer.ts"

let server: ScriptedServer | undefined
let conversation: Conversation | undefined

const talk = async (script: Script, options: Partial<ConversationOptions> = {}) => {
  server = await scriptedServer(script)
  conversation = new Conversation({
    url: server.url,
    user: "demo-01",
    session: undefined,
    token: undefined,
    locale: undefined,
    onRaw: () => undefined,
    retryMs: [1, 1],
    ...options,
  })
  return { server, conversation }
}

const listener = () => {
  const heard = { text: "", products: 0, retries: 0 }
  return {
    heard,
    onProducts: (products: ReadonlyArray<unknown>) => void (heard.products += products.length),
    onText: (text: string) => void (heard.text += text),
    onRetry: () => void (heard.retries += 1),
  }
}

afterEach(async () => {
  await conversation?.close()
  await server?.close()
})

it("hands over products and text in order and what the client saw", async () => {
  const { conversation } = await talk(
    {
      onMessage: ({ frame }, send) => wholeTurn(frame.id, ["Yes, ", "it is."]).forEach(send),
    },
    { locale: "en" },
  )
  const events = listener()
  const answer = await conversation.ask("Is volume 12 in stock?", events)
  expect(events.heard).toEqual({ text: "Yes, it is.", products: 1, retries: 0 })
  expect(conversation.session).toBe("s-1")
  expect(answer).toMatchObject({ kind: "ended", end: { finish: "complete" } })
  const {
    firstProductsMs = -1,
    firstTokenMs = -1,
    totalMs,
  } = answer.kind === "ended" ? answer.observed : { totalMs: -1 }
  expect(firstProductsMs).toBeGreaterThan(0)
  expect(firstTokenMs).toBeGreaterThanOrEqual(firstProductsMs)
  expect(totalMs).toBeGreaterThanOrEqual(firstTokenMs)
  expect(server?.arrivals[0]?.frame).toMatchObject({ type: "message", locale: "en" })
})

it("sends the same id over the same session again and prints nothing twice", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame, socket, connection }, send) => {
      const frames = wholeTurn(frame.id, ["Yes, ", "it ", "is."])
      frames.slice(0, connection === 1 ? 4 : frames.length).forEach(send)
      if (connection === 1) socket.terminate()
    },
  })
  const events = listener()
  const answer = await conversation.ask("Is it?", events)
  expect(answer.kind).toBe("ended")
  expect(events.heard).toEqual({ text: "Yes, it is.", products: 1, retries: 1 })
  const [first, second] = server?.arrivals ?? []
  expect(second?.frame.id).toBe(first?.frame.id)
  expect(first?.query).toBe("user=demo-01")
  expect(second?.query).toBe("user=demo-01&session=s-1")
  expect(second?.protocols).toContain("resume.r1.proof")
})

it("gives up after its tries and says so", async () => {
  const { conversation } = await talk({ onMessage: ({ socket }) => socket.terminate() })
  const events = listener()
  const answer = await conversation.ask("Is it?", events)
  expect(answer).toMatchObject({ kind: "failed", retryable: true })
  expect(events.heard.retries).toBe(2)
  expect(server?.arrivals).toHaveLength(3)
})

it("tries again when the server is shutting down, not at other errors", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame, connection, socket }, send) => {
      const code = connection === 1 ? "shutting-down" : "model-unavailable"
      send({ type: "error", id: frame.id, code, message: "sorry", retryable: true })
      if (connection === 1) socket.close(1001)
    },
  })
  const events = listener()
  expect(await conversation.ask("Is it?", events)).toEqual({
    kind: "failed",
    message: "model-unavailable: sorry",
    retryable: true,
  })
  expect(server?.arrivals.length).toBe(2)
})

it("does not knock again where it was refused, and says what the server said", async () => {
  const { conversation } = await talk({
    onOpen: (socket) => {
      const refusal = {
        type: "error",
        code: "unauthorized",
        message: "not yours",
        retryable: false,
      }
      socket.send(JSON.stringify(refusal))
      socket.close(1008)
    },
    onMessage: () => undefined,
  })
  const events = listener()
  expect(await conversation.ask("Is it?", events)).toEqual({
    kind: "failed",
    message: "unauthorized: not yours",
    retryable: false,
  })
  expect(events.heard.retries).toBe(0)
})

it("leaves other turns, unknown frames and garbage aside", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame, socket }, send) => {
      socket.send("not json")
      socket.send(Buffer.from([1, 2, 3]))
      send({ type: "weather", sunny: true })
      send({ type: "delta", turn: "t-other", text: "someone else's" })
      send({ type: "error", id: "other", code: "busy", message: "no", retryable: true })
      send({ type: "turn-end", turn: "t-other", id: "other" })
      wholeTurn(frame.id, ["mine"]).forEach(send)
    },
  })
  const events = listener()
  await conversation.ask("Is it?", events)
  expect(events.heard.text).toBe("mine")
})

it("cancels the running answer by its id", async () => {
  const { conversation } = await talk({
    onMessage: ({ frame }, send) => {
      const frames = wholeTurn(frame.id, ["Once upon"], { finish: "cancelled" })
      if (frame.type === "message") frames.slice(0, -1).forEach(send)
      else send(frames.at(-1) ?? {})
    },
  })
  const answer = await conversation.ask("Tell me", {
    ...listener(),
    onText: () => conversation.cancel(),
  })
  expect(answer).toMatchObject({ kind: "ended", end: { finish: "cancelled" } })
})

it("takes a silent server for a lost one", async () => {
  const { conversation } = await talk(
    { onMessage: () => undefined },
    { silenceMs: 20, retryMs: [1] },
  )
  const events = listener()
  expect(await conversation.ask("Is it?", events)).toMatchObject({
    kind: "failed",
    message: "The server said nothing for 0.02 s.",
  })
  expect(server?.arrivals).toHaveLength(2)
})

it.each([
  [503, /is starting or stopping/],
  [404, /did not accept a WebSocket/],
])("explains a server that refuses with %i", async (status, expected) => {
  const { conversation } = await talk({ onMessage: () => undefined, refuseWith: status })
  expect(await conversation.open()).toMatch(expected)
})
