import { fileURLToPath } from "node:url"
import { afterEach, expect, it } from "vitest"
import { RunningStack } from "./runningStack.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
let stack: RunningStack | undefined

afterEach(() => stack?.clear())

it("refuses an unknown option with code 2 before anything starts", async () => {
  stack = new RunningStack("", { command: [process.execPath, main, "--latncy", "none"] })
  expect(await stack.ended()).toBe(2)
  expect(stack.err).toMatch(/^unknown option --latncy\n/)
  expect(stack.did).toEqual([])
})
