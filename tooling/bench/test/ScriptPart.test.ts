import { describe, expect, it } from "vitest"
import { ownProcesses } from "../src/measure/Noise.ts"
import { rowsOfScript } from "../src/command/ScriptPart.ts"

const printing = (...lines: ReadonlyArray<string>) => [
  "-e",
  `console.log(${JSON.stringify(lines.join("\n"))})`,
]

describe("rows of a script", () => {
  it("are its lines of JSON that have a name, a unit and a number", async () => {
    const rows = await rowsOfScript(
      printing('{"name":"a","unit":"ms","value":1}', "said aside", '{"name":"b","unit":"ms"}'),
      20_000,
    )
    expect(rows).toEqual([{ name: "a", unit: "ms", value: 1 }])
  })

  it("come from a process that is ours while it runs: it is ended with us", async () => {
    const before = ownProcesses().length
    const running = rowsOfScript(printing(""), 20_000)
    expect(ownProcesses()).toHaveLength(before + 1)
    await running
    expect(ownProcesses()).toHaveLength(before)
  })

  it("are refused when the script fails", async () => {
    await expect(rowsOfScript(["-e", "process.exit(3)"], 20_000)).rejects.toThrow("Command failed")
  })
})
