import { expect, test } from "vitest"
import { readFlags } from "../src/CommandLine.ts"

test("nothing given: no latency, jitter on, any port, the catalogue in", () => {
  expect(readFlags([])).toMatchObject({
    latency: { name: "none" },
    jitter: true,
    seed: 1,
    adminPort: 0,
    catalogue: true,
  })
})

test("both forms of a value, and the separator that pnpm hands on", () => {
  const flags = readFlags([
    "--",
    "--latency=source-after",
    "--jitter",
    "none",
    "--seed",
    "7",
    "--no-seed",
  ])
  expect(flags).toMatchObject({
    latency: { name: "source-after" },
    jitter: false,
    seed: 7,
    catalogue: false,
  })
})

test("a gateway: for servers that run, or for those that are told later", () => {
  expect(readFlags(["--gateway", "none"]).gatewayBackends).toEqual([])
  expect(readFlags(["--gateway=http://127.0.0.1:1,http://127.0.0.1:2"]).gatewayBackends).toEqual([
    "http://127.0.0.1:1",
    "http://127.0.0.1:2",
  ])
  expect(readFlags([])).not.toHaveProperty("gatewayBackends")
})

test.each([
  [["--colour"], "--colour: unknown flag"],
  [["source-after"], "source-after: unknown flag"],
  [["--seed"], "--seed: needs a value"],
  [["--seed", "--no-seed"], "--seed: needs a value"],
  [["--seed", "one"], "--seed: must be a whole number"],
  [["--seed=-1"], "--seed: must be a whole number"],
  [["--seed", "1", "--seed", "2"], "--seed: given twice"],
  [["--admin-port", "70000"], "--admin-port: must be a whole number from 0 to 65535"],
  [["--jitter", "some"], "--jitter: unknown value some; known: none, default"],
  [["--latency", "slow"], "neither a known model nor a readable file"],
  [["--gateway", "8080"], "--gateway: not an address such as http://127.0.0.1:8080: 8080"],
  [["--no-seed=1"], "--no-seed: takes no value"],
])("refuses %j", (given, message) => {
  expect(() => readFlags(given)).toThrow(message)
})
