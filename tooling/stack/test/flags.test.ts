import { WrongUse } from "@manga-assist/process/arguments"
import { expect, it } from "vitest"
import { parseFlags } from "../src/Flags.ts"

const passed = (...argv: Array<string>) => parseFlags(argv).localAws.join(" ")

it("plays the source's improved times unless told otherwise", () => {
  expect(passed()).toBe("--latency source-after")
  expect(passed("--latency", "none")).toBe("--latency none")
  expect(passed("--", "--latency=source-before", "--latency=none")).toBe("--latency none")
})

it("passes the emulators' flags on", () => {
  expect(passed("--jitter", "none", "--seed=7", "--admin-port", "0")).toBe(
    "--latency source-after --jitter none --seed 7 --admin-port 0",
  )
})

it("puts a gateway in front that learns later who is behind it", () => {
  expect(passed("--gateway")).toBe("--latency source-after --gateway none")
})

it.each([
  [["--gateway=now"], "--gateway takes no value"],
  [["--port", "1"], "unknown option --port"],
  [["now"], "unknown option now"],
  [["--constructor", "1"], "unknown option --constructor"],
  [["__proto__=1"], "unknown option __proto__=1"],
  [["--seed"], "--seed needs a value"],
  [["--seed="], "--seed needs a value"],
  [["--seed", "-1"], "--seed must be a whole number from 0 to 2147483647, not -1"],
  [["--seed", "1e3"], "--seed must be a whole number from 0 to 2147483647, not 1e3"],
  [["--jitter", "some"], "--jitter must be none or default, not some"],
  [["--admin-port", "65536"], "--admin-port must be a whole number from 0 to 65535, not 65536"],
])("refuses %j", (argv, message) => {
  expect(() => parseFlags(argv)).toThrow(expect.objectContaining({ message }))
})

it("shows its usage", () => {
  expect(() => parseFlags(["--help"])).toThrow(new WrongUse())
})
