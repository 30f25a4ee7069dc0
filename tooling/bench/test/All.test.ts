import { expect, it } from "vitest"
import { optionsOfEach } from "../src/All.ts"
import { readCommandLine } from "../src/CommandLine.ts"

it("leaves long parts out only where it is quick", () => {
  const of = (...given: ReadonlyArray<string>) =>
    optionsOfEach(readCommandLine(["all", ...given]).options, "out", ["a", "b"]).join(" ")
  expect(of("--quick")).toContain("--only a,b")
  expect(of()).not.toContain("--only")
})

const told = (...given: ReadonlyArray<string>) =>
  optionsOfEach(readCommandLine(["all", ...given]).options, "out").join(" ")

it("hands each benchmark the options given to all, with one round where it is quick", () => {
  expect(told()).toBe("--seed 1 --out out")
  expect(told("--quick")).toBe("--quick --rounds 1 --seed 1 --out out")
  expect(told("--quick", "--rounds", "4", "--json")).toBe(
    "--quick --json --rounds 4 --seed 1 --out out",
  )
})
