import { expect, it } from "vitest"
import { switchedRows } from "../../src/ablation/OwnRows.ts"

it("says of a technique whether it holds, is made needless by the others, or does nothing", () => {
  const rows = switchedRows(
    new Map([
      ["prefetch", { claimed: "12 ms", offAloneMs: 14.8, onAloneMs: 38.9 }],
      ["dns-cache", { claimed: "10 ms", offAloneMs: -1, onAloneMs: 25.6 }],
      ["pruning", { claimed: "5 ms", offAloneMs: -1, onAloneMs: 0.4 }],
    ]),
  )
  const verdict = (name: string) =>
    rows.find(({ technique }) => technique.startsWith(name))?.verdict
  expect(verdict("prefetch on connect")).toBe("holds")
  expect(verdict("DNS cache")).toBe("made needless by the others")
  expect(verdict("history pruning")).toBe("does not hold")
  expect(verdict("VPC endpoints")).toBe("not measured yet")
})
