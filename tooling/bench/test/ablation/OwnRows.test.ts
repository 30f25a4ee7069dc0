import { describe, expect, it } from "vitest"
import {
  atLeastVerdict,
  borrowedRows,
  ownRemarks,
  ownTable,
  row,
  switchedRows,
} from "../../src/ablation/OwnRows.ts"
import { figure } from "../../src/measure/Figure.ts"
import { type Result } from "../../src/result/Result.ts"

const sure = (ms: number) => ({ ms, low: ms - 0.3, high: ms + 0.3 })
const noiseMs = { after: 0.5, before: 2 }

describe("rows of techniques that are switched", () => {
  const rows = switchedRows(
    new Map([
      ["prefetch", { claimed: "12 ms", offAlone: sure(14.8), onAlone: sure(38.9), noiseMs }],
      ["dns-cache", { claimed: "10 ms", offAlone: sure(-1), onAlone: sure(25.6), noiseMs }],
      ["pruning", { claimed: "5 ms", offAlone: sure(-1), onAlone: sure(1.9), noiseMs }],
    ]),
  )
  const find = (name: string) => rows.find(({ technique }) => technique.startsWith(name))

  it("say whether one holds, is made needless by the others, or is noise", () => {
    expect(find("prefetch on connect")?.verdict).toBe("holds")
    expect(find("prefetch on connect")?.measured).toBe(
      "14.8 ms (14.5 to 15.1) of after, 38.9 ms (38.6 to 39.2) of before",
    )
    expect(find("DNS cache")?.verdict).toBe("made needless by the others")
    // 1.9 ms of before is less than before differed from itself.
    expect(find("history pruning")?.verdict).toBe("within noise")
    expect(find("VPC endpoints")?.verdict).toBe("not measured yet")
  })

  it("have a reason each, also in the tables", () => {
    for (const { why } of rows) expect(why.length).toBeGreaterThan(20)
    expect(ownTable(rows)).toHaveLength(rows.length + 1)
    expect(ownRemarks(rows)).toHaveLength(rows.length)
  })
})

it("says of a least saving whether it holds, does not, or hides in noise", () => {
  expect(atLeastVerdict(500, sure(680), 2)).toBe("holds")
  expect(atLeastVerdict(500, sure(340), 2)).toBe("does not hold")
  expect(atLeastVerdict(500, sure(340), 200)).toBe("within noise")
  expect(atLeastVerdict(20, { ms: 60, low: -5, high: 90 }, 2)).toBe("within noise")
})

describe("rows taken from other results", () => {
  const result = (figures: Result["figures"]): Result => ({
    name: "connections",
    setting: "full",
    date: "2026-11-24T10:00:00.000Z",
    seed: 1,
    rounds: 3,
    machine: { system: "", cpu: "", cores: 2, memoryGib: 8, node: "", packages: {} },
    conditions: {},
    noise: { load: 0, repeated: 0, noisy: 0 },
    figures,
  })
  const cpuRow = (before: ReadonlyArray<number>, after: ReadonlyArray<number>) =>
    borrowedRows([
      result([
        figure("processor time of a chat: SDK default", "ms", before),
        figure("processor time of a chat: BedrockChat", "ms", after),
      ]),
    ]).find(({ technique }) => technique.endsWith("processor time of a chat"))

  it("hold, or not, only beyond the spread of their rounds", () => {
    expect(cpuRow([4.3, 4.2, 4.4], [1.1, 1, 1.2])?.verdict).toBe("holds")
    expect(cpuRow([4.3, 4.2, 4.4], [4.3, 4.1, 4.4])?.verdict).toBe("within noise")
    expect(cpuRow([1.1, 1, 1.2], [4.3, 4.2, 4.4])?.verdict).toBe("does not hold")
    // Of one round each, less than a fifth says nothing.
    expect(cpuRow([4.3], [4])?.verdict).toBe("within noise")
    expect(cpuRow([4.3], [1])?.verdict).toBe("holds")
  })

  it("are not measured yet where the other result or its figure is missing", () => {
    for (const each of borrowedRows([])) expect(each.verdict).toBe("not measured yet")
  })
})

it("keeps a verdict that is neither yes nor no", () => {
  expect(row("a", "b", "none 13", "not shown", "c").verdict).toBe("not shown")
  expect(row("a", "b", "1", true, "c").verdict).toBe("holds")
  expect(row("a", "b", "1", false, "c").verdict).toBe("does not hold")
  expect(row("a", "b", undefined, true, "c").verdict).toBe("not measured yet")
})
