import type { TurnFrame } from "@manga-assist/protocol"
import { expect, it } from "vitest"
import { TurnTape } from "../src/resume/TurnTape.ts"

const delta = (seq: number, text: string): TurnFrame => ({
  type: "delta",
  turn: "t-1",
  seq,
  text,
})

it.each([
  ["a long text", 600_000, 1],
  ["a text in very many pieces", 1, 4_000],
])("keeps nothing of a turn beyond 1 MiB: %s", (_, letters, pieces) => {
  const tape = new TurnTape()
  for (let seq = 1; seq <= pieces; seq += 1) tape.record(delta(seq, "a".repeat(letters)))
  expect(tape.isWhole).toBe(false)
  expect(tape.bytes).toBe(0)
  tape.record(delta(pieces + 1, "b"))
  expect(tape.after(0)).toEqual([])
})

it("keeps an answer of a thousand pieces", () => {
  const tape = new TurnTape()
  for (let seq = 1; seq <= 1_000; seq += 1) tape.record(delta(seq, "four"))
  expect(tape.isWhole).toBe(true)
  expect(tape.after(990)).toHaveLength(10)
})
