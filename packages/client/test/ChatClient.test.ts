import { afterEach, expect, it, onTestFinished, vi } from "vitest"
import { type AnswerEvent, ChatClient, type ChatOptions, type ChatStatus } from "../src/index.ts"
import {
  card,
  lookingTurn,
  numbered,
  retractedTurn,
  type Script,
  type ScriptedServer,
  scriptedServer,
  wholeTurn,
} from "./scriptedServer.ts"

let server: ScriptedServer | undefined
let chat: ChatClient | undefined

const talk = async (script: Script, options: Partial<ChatOptions> = {}) => {
  server = await scriptedServer(script)
  const statuses: Array<ChatStatus> = []
  chat = new ChatClient({
    url: server.url,
    user: "demo-01",
    retryMs: [1],
    onStatus: (status) => statuses.push(status),
    ...options,
  })
  const messages = () => server?.arrivals.filter(({ frame }) => frame.type === "message") ?? []
  return { server, chat, statuses, messages }
}

const listener = () => {
  const events: Array<AnswerEvent> = []
  const of = (type: AnswerEvent["type"]) => events.filter((event) => event.type === type)
  return {
    of,
    onEvent: (event: AnswerEvent) => void events.push(event),
    types: () => events.map(({ type }) => type),
  }
}

afterEach(async () => {
  await chat?.close()
  await server?.close()
})

it("hands over start, products and text in order, then the end", async () => {
  const { chat, messages } = await talk({
    onMessage: ({ frame }, send) => wholeTurn(frame.id, ["Yes, ", "it is."]).forEach(send),
  })
  const { onEvent, types } = listener()
  const answer = chat.ask("Is volume 12 in stock?", { locale: "en", onEvent })
  expect(await answer.ended).toMatchObject({ kind: "ended", end: { finish: "complete" } })
  expect(types()).toEqual(["started", "products", "text", "text"])
  expect(answer.text).toBe("Yes, it is.")
  expect(chat.session).toBe("s-1")
  expect(messages()[0]?.frame).toMatchObject({ locale: "en", id: answer.id })
})

const found = [{ ...card, id: "found", availability: "few-left" }]

it("hands over what is looked up, and the list that replaces the one before", async () => {
  const { chat } = await talk({
    onMessage: ({ frame }, send) => lookingTurn(frame.id, found).forEach(send),
  })
  const { of, onEvent, types } = listener()
  const answer = chat.ask("Something else", { onEvent })
  expect((await answer.ended).kind).toBe("ended")
  expect(types()).toEqual(["started", "products", "text", "looking", "products", "text"])
  expect(of("looking")).toEqual([
    { type: "looking", tools: [{ name: "find_products", label: "the shelves" }] },
  ])
  expect(of("products").at(-1)).toEqual({ type: "products", products: found })
  expect(answer.text).toBe("One moment. Here.")
})

it.each([1, 2, 3, 4, 5, 6])(
  "hands over each list once when the answer is cut behind frame %i and goes on",
  async (seen) => {
    let said: ReadonlyArray<object> = []
    const { chat, messages } = await talk({
      onMessage: ({ frame, socket }, send) => {
        if (frame.type === "message") {
          said = numbered(lookingTurn(frame.id, found))
          said.slice(0, seen).forEach(send)
          socket.terminate()
        } else if (frame.type === "resume") said.slice(frame.after).forEach(send)
      },
    })
    const { of, onEvent } = listener()
    const answer = chat.ask("Something else", { onEvent })
    expect((await answer.ended).kind).toBe("ended")
    expect(of("products")).toMatchObject([{ products: [card] }, { products: found }])
    expect(of("looking")).toHaveLength(1)
    expect(answer.text).toBe("One moment. Here.")
    expect(messages()).toHaveLength(1)
  },
)

it.each([3, 4, 5, 6])(
  "has no text that was taken back, also when it is cut behind frame %i and goes on",
  async (seen) => {
    let said: ReadonlyArray<object> = []
    const { chat } = await talk({
      onMessage: ({ frame, socket }, send) => {
        if (frame.type === "message") {
          said = numbered(retractedTurn(frame.id))
          said.slice(0, seen).forEach(send)
          socket.terminate()
        } else if (frame.type === "resume") {
          // The server has forgotten the text.
          said
            .slice(frame.after)
            .filter((one) => !("text" in one))
            .forEach(send)
        }
      },
    })
    const { of, onEvent } = listener()
    const answer = chat.ask("A secret?", { onEvent })
    expect(await answer.ended).toMatchObject({ kind: "ended", end: { finish: "blocked" } })
    expect(answer.text).toBe("")
    expect(of("rewritten")).toEqual([{ type: "rewritten", text: "" }])
  },
)

it("takes over where the time of a failed answer went", async () => {
  const timeline = [{ stage: "model", startMs: 1, endMs: 2, outcome: "timeout" }]
  const { chat } = await talk({
    onMessage: ({ frame: { id } }, send) =>
      send({ type: "error", code: "timeout", message: "too late", retryable: true, id, timeline }),
  })
  expect(await chat.ask("Is it?").ended).toMatchObject({ kind: "failed", timeline })
})

it("goes on where it was when the frames have numbers, and hands over nothing twice", async () => {
  let said: ReadonlyArray<object> = []
  const { chat, messages, server } = await talk({
    onMessage: ({ frame, socket }, send) => {
      if (frame.type === "message") {
        said = numbered(wholeTurn(frame.id, ["Yes, ", "it ", "is."]))
        said.slice(0, 4).forEach(send)
        socket.terminate()
      } else if (frame.type === "resume") {
        // One of them comes twice.
        said.slice((frame.after ?? 0) - 1).forEach(send)
      }
    },
  })
  const { of, onEvent, types } = listener()
  const answer = chat.ask("Is it?", { onEvent })
  expect((await answer.ended).kind).toBe("ended")
  expect(answer.text).toBe("Yes, it is.")
  expect(types()).toEqual(["started", "products", "text", "text", "retrying", "resumed", "text"])
  expect(of("resumed")).toEqual([{ type: "resumed", turn: `t-${answer.id}` }])
  expect(messages()).toHaveLength(1)
  expect(server.arrivals.at(-1)?.frame).toEqual({
    type: "resume",
    turn: `t-${answer.id}`,
    after: 4,
  })
})

it("asks again, before what was asked after it, when nobody knows the turn any more", async () => {
  const { chat, messages } = await talk({
    onMessage: ({ connection, frame, socket }, send) => {
      const { turn } = frame
      if (frame.type === "resume") {
        const error = { type: "error", code: "unknown-turn", message: "gone", retryable: false }
        send({ ...error, turn })
      } else if (connection > 1) numbered(wholeTurn(frame.id, ["No, ", "not."])).forEach(send)
      else if (frame.text === "first") {
        numbered(wholeTurn(frame.id, ["No, "]))
          .slice(0, 3)
          .forEach(send)
      } else socket.terminate()
    },
  })
  const { of, onEvent } = listener()
  const first = chat.ask("first", { onEvent })
  const second = chat.ask("second")
  for (const { ended } of [first, second]) expect((await ended).kind).toBe("ended")
  expect(first.text).toBe("No, not.")
  expect(of("resumed")).toEqual([])
  expect(messages().map(({ frame }) => frame.text)).toEqual(["first", "second", "first", "second"])
})

it("sends the same id over the same session again and hands over nothing twice", async () => {
  const { chat, messages } = await talk({
    onMessage: ({ connection, frame, socket }, send) => {
      const frames = wholeTurn(frame.id, ["Yes, ", "it ", "is."])
      frames.slice(0, connection === 1 ? 4 : frames.length).forEach(send)
      if (connection === 1) socket.terminate()
    },
  })
  const { of, onEvent } = listener()
  const answer = chat.ask("Is it?", { onEvent })
  expect((await answer.ended).kind).toBe("ended")
  expect(answer.text).toBe("Yes, it is.")
  expect([of("products"), of("retrying"), of("rewritten")].map(({ length }) => length)).toEqual([
    1, 1, 0,
  ])
  const [first, second] = messages()
  expect(second?.frame.id).toBe(first?.frame.id)
  expect([first?.query, second?.query]).toEqual([
    "user=demo-01&accepts=retract",
    "user=demo-01&session=s-1&accepts=retract",
  ])
})

it("answers what was asked while there was no server, in order", async () => {
  const { chat, messages } = await talk({
    onMessage: ({ frame }, send) => wholeTurn(frame.id, [frame.text]).forEach(send),
  })
  const texts = ["a", "b", "c", "d", "e", "f", "g"]
  const answers = texts.map((text) => chat.ask(text))
  for (const { ended } of answers) expect((await ended).kind).toBe("ended")
  expect(answers.map(({ text }) => text)).toEqual(texts)
  expect(messages().map(({ frame }) => frame.text)).toEqual(texts)
})

it("has at most five questions at the server, which refuses more", async () => {
  const held: Array<() => void> = []
  const { chat, messages } = await talk({
    onMessage: ({ frame }, send) => held.push(() => wholeTurn(frame.id, ["ok"]).forEach(send)),
  })
  const answers = Array.from({ length: 7 }, (_, at) => chat.ask(`question ${at}`))
  await expect.poll(() => messages().length).toBe(5)
  held[0]?.()
  await answers[0]?.ended
  await expect.poll(() => messages().length).toBe(6)
})

it("gives up after its tries, and begins anew with the next question", async () => {
  let isBroken = true
  const { chat, messages, statuses } = await talk(
    {
      onMessage: ({ frame, socket }, send) => {
        if (isBroken) socket.terminate()
        else wholeTurn(frame.id, ["back"]).forEach(send)
      },
    },
    { tries: 2 },
  )
  expect(await chat.ask("Is it?").ended).toMatchObject({ code: "unreachable", retryable: true })
  expect(messages()).toHaveLength(2)
  expect(statuses.at(-1)).toMatchObject({ state: "unreachable" })
  isBroken = false
  expect((await chat.ask("And now?").ended).kind).toBe("ended")
})

it("tries again when the server is shutting down, not at other errors", async () => {
  const { chat, messages } = await talk({
    onMessage: ({ connection, frame, socket }, send) => {
      const code = connection === 1 ? "shutting-down" : "model-unavailable"
      send({ type: "error", id: frame.id, code, message: "sorry", retryable: true })
      if (connection === 1) socket.close(1001)
    },
  })
  expect(await chat.ask("Is it?").ended).toEqual({
    kind: "failed",
    code: "model-unavailable",
    message: "sorry",
    retryable: true,
  })
  expect(messages()).toHaveLength(2)
})

const refusing: Script = {
  onOpen: (socket) => {
    const refusal = { type: "error", code: "unauthorized", message: "not yours", retryable: false }
    socket.send(JSON.stringify(refusal))
    socket.close(1008)
  },
  onMessage: () => undefined,
}

it("does not knock again where it was refused, and says what the server said", async () => {
  const { chat, server, statuses } = await talk(refusing)
  const failed = { code: "unauthorized", retryable: false, message: "not yours" }
  expect(await chat.ask("Is it?").ended).toEqual({ kind: "failed", ...failed })
  expect(statuses.at(-1)).toMatchObject({ state: "refused", why: "not yours" })
  expect(server.opened().map(({ protocols }) => protocols)).toEqual(["manga-assist.v1"])
})

it("shows token and proof as subprotocols, and the session's name alone where the proof is not taken", async () => {
  const { chat, server } = await talk(
    {
      ...refusing,
      onOpen: (socket) => {
        if (server.opened().length === 1) refusing.onOpen?.(socket)
      },
      ready: () => server?.opened().length !== 1,
      onMessage: ({ frame }, send) => wholeTurn(frame.id, ["yours"]).forEach(send),
    },
    { session: "s-1", resumeToken: "r1.old", token: () => "ey.J.x" },
  )
  expect((await chat.ask("Is it?").ended).kind).toBe("ended")
  expect(server.opened().map(({ protocols }) => protocols)).toEqual([
    "manga-assist.v1,bearer.ey.J.x,resume.r1.old",
    "manga-assist.v1,bearer.ey.J.x",
  ])
})

it("sends a new token when the last one runs out", async () => {
  const tokens = ["first", "second"]
  const { chat, server } = await talk(
    {
      onOpen: (socket) => socket.send('{"type":"auth-expiring","expiresAt":1}'),
      onMessage: () => undefined,
    },
    { token: () => tokens.shift() },
  )
  await chat.open()
  await expect.poll(() => server.arrivals).toMatchObject([{ frame: { token: "second" } }])
})

it("does not wait for ever for the answer to a token", async () => {
  let shown: string | undefined
  const { chat, server } = await talk(
    { onMessage: () => undefined },
    { token: () => shown, silenceMs: 50 },
  )
  await chat.open()
  shown = "a.b.c"
  await chat.renew()
  await expect.poll(() => server.opened().length).toBeGreaterThan(1)
})

it("leaves other turns, unknown frames and garbage aside", async () => {
  const { chat } = await talk({
    onMessage: ({ frame, socket }, send) => {
      socket.send("not json")
      socket.send(Buffer.from([1, 2, 3]))
      send({ type: "weather", sunny: true })
      send({ type: "delta", turn: "t-other", text: "someone else's" })
      send({ type: "error", id: "other", code: "busy", message: "no", retryable: true })
      wholeTurn("other", ["other"]).forEach(send)
      wholeTurn(frame.id, ["mine"]).forEach(send)
    },
  })
  const answer = chat.ask("Is it?")
  await answer.ended
  expect(answer.text).toBe("mine")
})

it("ends a question that the server threw away unread", async () => {
  const { chat } = await talk({
    onMessage: (_, send) => send({ type: "error", code: "too-large", message: "16 KiB" }),
  })
  expect(await chat.ask("x".repeat(20_000)).ended).toMatchObject({ code: "too-large" })
})

it("asks what waits behind a question that was thrown away unread", async () => {
  const { chat, server } = await talk({
    onMessage: ({ frame }, send) => {
      if (server.arrivals.length === 5)
        send({ type: "error", code: "too-large", message: "16 KiB" })
      if (frame.text === "last") wholeTurn(frame.id, ["yes"]).forEach(send)
    },
  })
  for (let asked = 0; asked < 5; asked += 1) void chat.ask("long")
  expect((await chat.ask("last").ended).kind).toBe("ended")
  expect(server.opened()).toHaveLength(1)
})

it("asks again, once and in order, whatever a server that throws frames away did not answer", async () => {
  const taken: Array<string> = []
  const { chat, server } = await talk({
    onMessage: ({ frame }, send) => {
      if (server.arrivals.length === 2) {
        send({ type: "error", code: "rate-limited", message: "wait a little", retryable: true })
      }
      if (server.arrivals.length >= 2 && server.arrivals.length <= 6) return
      taken.push(frame.text)
      wholeTurn(frame.id, [frame.text]).forEach(send)
    },
  })
  const asked = ["1", "2", "3", "4", "5", "6", "7"]
  const ends = await Promise.all(asked.map((text) => chat.ask(text).ended))
  expect(ends.map(({ kind }) => kind)).toEqual(asked.map(() => "ended"))
  expect(taken).toEqual(asked)
})

it("cancels by id, and takes back a question that no server has seen", async () => {
  const { chat } = await talk({
    onMessage: ({ frame }, send) => {
      const frames = wholeTurn(frame.id, ["Once upon"], { finish: "cancelled" })
      if (frame.type === "message") frames.slice(0, -1).forEach(send)
      else send(frames.at(-1) ?? {})
    },
  })
  const answer = chat.ask("Tell me", {
    onEvent: ({ type }) => void (type === "text" && answer.cancel()),
  })
  expect(await answer.ended).toMatchObject({ kind: "ended", end: { finish: "cancelled" } })
  await chat.close()
  const unseen = chat.ask("And this?")
  unseen.cancel()
  expect(await unseen.ended).toMatchObject({ kind: "failed", code: "cancelled" })
})

it("takes a silent server for a lost one", async () => {
  const { chat, messages } = await talk({ onMessage: () => undefined }, { silenceMs: 20, tries: 1 })
  expect(await chat.ask("Is it?").ended).toMatchObject({
    code: "unreachable",
    message: "The server said nothing for 0.02 s.",
  })
  expect(messages()).toHaveLength(1)
})

it("looks whether a connection still lives, and comes back where it does not", async () => {
  let isAwake = true
  let pings = 0
  let opened = 0
  const { chat } = await talk(
    {
      onMessage: ({ frame }, send) => {
        if (frame.type !== "ping") return
        pings += 1
        if (isAwake) send({ type: "pong" })
      },
      onOpen: () => {
        opened += 1
      },
    },
    { retryMs: [60_000] },
  )
  await chat.open()
  chat.check(10_000)
  await expect.poll(() => pings).toBe(1)
  expect(chat.status.state).toBe("open")
  isAwake = false
  chat.check(20)
  await expect
    .poll(() => chat.status)
    .toMatchObject({
      state: "waiting",
      why: "The server did not answer within 0.02 s.",
    })
  // The next try is far away: it comes now.
  chat.check()
  await expect.poll(() => chat.status.state).toBe("open")
  expect(opened).toBe(2)
})

it("waits for a server that answers pings", async () => {
  let pings = 0
  const slow = await talk(
    {
      onMessage: ({ frame, socket }, send) => {
        if (frame.type === "ping") pings += 1
        send({ type: "pong" })
        const [asked] = slow.messages()
        if (pings === 4 && asked !== undefined) wholeTurn(asked.frame.id, ["late"]).forEach(send)
        if (pings > 9) socket.terminate()
      },
    },
    { silenceMs: 40 },
  )
  expect((await slow.chat.ask("Is it?").ended).kind).toBe("ended")
})

it("sends feedback again until the server took it, and says when it does not", async () => {
  const { chat } = await talk({
    onMessage: ({ connection, frame, socket }, send) => {
      if (connection === 1) socket.terminate()
      else if (frame.turn === "t-1") send({ type: "feedback-ok", turn: "t-1" })
      else send({ type: "error", code: "unknown-turn", message: "no", turn: frame.turn })
    },
  })
  const [known, unknown] = [chat.feedback("t-1", "up", "good"), chat.feedback("t-2", "down")]
  expect(await Promise.all([known, unknown])).toEqual([true, false])
})

it.each([
  ["a comment of 1,001 characters", ["t-1", "up", "x".repeat(1_001)], "comment"],
  ["another rating", ["t-1", "maybe"], "rating"],
  ["no turn", ["", "up"], "turn"],
])("refuses feedback with %s, and sends nothing of it", async (_, given, field) => {
  const { chat, server } = await talk({
    onMessage: ({ frame }, send) => send({ type: "feedback-ok", turn: frame.turn }),
  })
  const say = (): unknown => Reflect.apply(chat.feedback.bind(chat), undefined, given)
  expect(say).toThrow(expect.objectContaining({ field }))
  expect(await chat.feedback("t-1", "up", "😀".repeat(1_000))).toBe(true)
  expect(server.arrivals).toHaveLength(1)
})

it("says feedback again that was thrown away in a flood, and gives it up in time", async () => {
  const { chat } = await talk(
    {
      onMessage: ({ frame }, send) => {
        if (frame.turn === "t-2") return
        if (!isFlooded) send({ type: "feedback-ok", turn: frame.turn })
        else send({ type: "error", code: "rate-limited", message: "too fast", retryable: true })
        isFlooded = false
      },
    },
    { waitMs: 2_000 },
  )
  let isFlooded = true
  expect(await chat.feedback("t-1", "up")).toBe(true)
  expect(await chat.feedback("t-2", "up")).toBe(false)
})

it("fails a question that waited too long for a connection, and tries on", async () => {
  let isThere = false
  const { chat, statuses } = await talk(
    {
      onMessage: ({ frame }, send) => wholeTurn(frame.id, ["Yes."]).forEach(send),
      onOpen: (socket) => !isThere && socket.terminate(),
      ready: () => isThere,
    },
    { waitMs: 50 },
  )
  const answer = chat.ask("Is it?")
  expect(await answer.ended).toMatchObject({ code: "unreachable", retryable: true })
  expect(statuses.at(-1)?.state).toMatch(/waiting|connecting/)
  isThere = true
  await expect.poll(() => chat.status.state).toBe("open")
  expect((await chat.ask("And now?").ended).kind).toBe("ended")
})

it("ends the answer whatever its listeners throw", async () => {
  const reported = vi.spyOn(console, "error").mockImplementation(() => undefined)
  onTestFinished(() => reported.mockRestore())
  const onFrame = (): unknown => Promise.reject(new Error("of a frame"))
  const { chat } = await talk(
    { onMessage: ({ frame }, send) => wholeTurn(frame.id, ["Yes, ", "it is."]).forEach(send) },
    {
      onStatus: () => {
        throw new Error("of a status")
      },
      onFrame,
    },
  )
  const onEvent = () => {
    throw new Error("of an event")
  }
  const answer = chat.ask("Is it?", { onEvent })
  expect((await answer.ended).kind).toBe("ended")
  expect(answer.text).toBe("Yes, it is.")
  const said = reported.mock.calls.map(([cause]) => String(cause))
  expect([...new Set(said)].toSorted()).toEqual(
    ["an event", "a frame", "a status"].map((of) => `Error: of ${of}`).toSorted(),
  )
})

it("fails what is open when it is closed, and leaves no timer", async () => {
  const { chat } = await talk({ onMessage: () => undefined })
  await chat.open()
  const answer = chat.ask("Is it?")
  await chat.close()
  expect(await answer.ended).toMatchObject({ code: "closed" })
})
