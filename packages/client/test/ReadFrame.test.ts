import { expect, it } from "vitest"
import { readFrame } from "../src/ReadFrame.ts"

it.each([
  "",
  "not json",
  "null",
  "[]",
  "7",
  "{}",
  '{"type":"weather","sunny":true}',
  '{"type":"constructor"}',
  '{"type":7}',
  '{"type":"delta","turn":"t"}',
  '{"type":"delta","turn":"t","text":7}',
  '{"type":"products","turn":"t","products":{}}',
  '{"type":"looking","turn":"t"}',
  '{"type":"turn-end","turn":"t","id":"a","finish":"complete","source":"model"}',
])("drops %s", (text) => {
  expect(readFrame(text)).toBeUndefined()
})

it("takes a frame with more in it than it knows", () => {
  expect(readFrame('{"type":"delta","turn":"t","text":"a","seq":3}')).toMatchObject({ text: "a" })
  expect(readFrame('{"type":"pong"}')).toEqual({ type: "pong" })
})
