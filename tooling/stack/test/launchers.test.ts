import { expect, it } from "vitest"
import { type Ancestor, holds, type Inspect, launchersOf } from "../src/Launchers.ts"

/** A process table from `pid parent command` lines. */
const table = (...lines: ReadonlyArray<string>): Inspect => {
  const rows = new Map<number, Ancestor>(
    lines.map((line) => {
      const [pid = "", parent = "", ...command] = line.split(" ")
      return [Number(pid), { pid: Number(pid), parent: Number(parent), command: command.join(" ") }]
    }),
  )
  return (pid) => Promise.resolve(rows.get(pid))
}
const shell = "sh -c trap 'x' INT; node tooling/stack/src/main.ts"

const fromTerminal = [
  "5 4 -bash",
  "10 5 npm exec pnpm@12 start",
  "11 10 sh -c 'pnpm' start",
  "12 11 node /cache/_npx/1/node_modules/.bin/pnpm start",
  `13 12 ${shell}`,
]

it("knows the launchers up to the outermost package manager", async () => {
  const chain = await launchersOf(13, table(...fromTerminal))
  expect(chain.map(({ pid }) => pid)).toEqual([13, 12, 11, 10])
})

it.each([
  ["a terminal", 5, ["5 4 -bash"]],
  ["a script that runs node", 5, ["5 4 bash -c node tooling/stack/src/main.ts", "4 1 sshd"]],
  ["a script that only mentions pnpm", 5, ["5 4 bash -c pnpm --version; node main.ts", "4 1 init"]],
  ["an unknown parent", 7, []],
])("watches nobody when started by %s", async (_, parent, lines) => {
  expect(await launchersOf(parent, table(...lines))).toEqual([])
})

it("does not watch the script around the outermost package manager", async () => {
  const lines = ["3 1 bash -c npx pnpm start & exit", "10 3 npm exec pnpm", "11 10 pnpm start"]
  const chain = await launchersOf(11, table(...lines))
  expect(chain.map(({ pid }) => pid)).toEqual([11, 10])
  expect(await holds(chain, 11, table("10 1 npm exec pnpm", "11 10 pnpm start"))).toBe(true)
})

it.each([
  ["nothing changed", 13, fromTerminal, true],
  ["the terminal is gone", 13, fromTerminal.toSpliced(0, 2, "10 1 npm exec pnpm@12 start"), true],
  ["npx is gone", 13, fromTerminal.toSpliced(1, 2, "11 1 sh -c 'pnpm' start"), false],
  ["npx and its shell are gone", 13, [`12 1 pnpm start`, `13 12 ${shell}`], false],
  ["pnpm is gone", 13, fromTerminal.toSpliced(3, 2, `13 1 ${shell}`), false],
  ["all are gone", 1, [], false],
])("when %s", async (_, ownParent, lines, expected) => {
  const chain = await launchersOf(13, table(...fromTerminal))
  expect(await holds(chain, ownParent, table(...lines))).toBe(expected)
})
