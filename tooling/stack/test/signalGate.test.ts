import { expect, it } from "vitest"
import { echoMs, SignalGate } from "../src/SignalGate.ts"

it.each([
  ["one", [0], ["first"]],
  ["a package manager's echo", [0, 3, echoMs - 1], ["first", "echo", "echo"]],
  ["a second wish", [1000, 1000 + echoMs], ["first", "second"]],
  ["an echo, then a second wish", [0, 10, 700], ["first", "echo", "second"]],
])("%s", (_, times, expected) => {
  const gate = new SignalGate()
  expect(times.map((time) => gate.judge(time))).toEqual(expected)
})
