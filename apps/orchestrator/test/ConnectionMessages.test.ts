/** Messages that a client of the gateway sends again, because it could not know whether they arrived. */
import { expect, it } from "vitest"
import { ConnectionMessages, saidEnds } from "../src/gateway/ConnectionMessages.ts"
import { endedMessage, openedMessage } from "../src/gateway/MessageNames.ts"

const message = { id: "m", text: "hello" }
const end = '{"type":"turn-end","id":"m","turn":"t"}'

it("is the same one while it has no end, and a moment after it", () => {
  const messages = new ConnectionMessages("c=", saidEnds(), [])
  expect(messages.stateOf(message)).toBe("new")
  messages.begun(message)
  expect(messages.stateOf(message)).toBe("open")
  messages.ended({ id: "m", wasBegun: true }, end)
  expect(messages.stateOf(message)).toMatchObject({ frame: end })
  // Said again: still the same.
  messages.ended({ id: "m", wasBegun: true }, end)
  expect(messages.stateOf(message)).toMatchObject({ frame: end })
})

it("is another one with another text, on another connection, or where it was not begun", () => {
  const said = saidEnds()
  const messages = new ConnectionMessages("c=", said, [])
  messages.begun(message)
  expect(messages.stateOf({ id: "m", text: "other" })).toBe("new")
  messages.ended({ id: "m", wasBegun: true }, end)
  expect(messages.stateOf({ id: "m", text: "other" })).toBe("new")
  expect(new ConnectionMessages("d=", said, []).stateOf(message)).toBe("new")
  messages.begun({ id: "n", text: "hello" })
  messages.ended({ id: "n", wasBegun: false }, '{"type":"error","code":"busy"}')
  expect(messages.stateOf({ id: "n", text: "hello" })).toBe("new")
})

it("was lost with the instance before only if it was sent before that was given up", () => {
  const before = performance.now() - 1
  const messages = new ConnectionMessages("c=", saidEnds(), ["m"])
  expect(messages.wasLost(message, before)).toBe(true)
  expect(messages.wasLost({ id: "n", text: "hello" }, before)).toBe(false)
  expect(messages.wasLost(message, performance.now() + 1)).toBe(false)
  expect(messages.stateOf(message)).toBe("open")
})

it.each([
  ['{"type":"turn-end","id":"m","turn":"t"}', { id: "m", wasBegun: true }],
  ['{"type":"error","code":"timeout","id":"m","turn":"t"}', { id: "m", wasBegun: true }],
  ['{"type":"error","code":"internal","id":"m"}', { id: "m", wasBegun: true }],
  ['{"type":"error","code":"busy","id":"m"}', { id: "m", wasBegun: false }],
  ['{"type":"error","code":"unknown-turn","id":"m"}', undefined],
  ['{"type":"error","code":"too-large"}', undefined],
  ['{"type":"delta","turn":"t","text":"say \\"turn-end\\""}', undefined],
])("reads ends of frames: %s", (frame, ended) => {
  expect(endedMessage(frame)).toEqual(ended)
})

it.each([
  ['{"type":"message","id":"m","text":"hello"}', message],
  ['{"type":"message","id":"m"}', undefined],
  ['{"type":"cancel","id":"m"}', undefined],
  ['{"type":"draft","text":"\\"message\\""}', undefined],
  ['"message"', undefined],
  ['{"message"', undefined],
])("reads beginnings of frames: %s", (frame, opened) => {
  expect(openedMessage(frame)).toEqual(opened)
})
