/** How a kept answer came to be: few bytes, nothing of the customer. */
import { Ledger } from "@manga-assist/latency-budget"
import { expect, it } from "vitest"
import { madeBy } from "../src/answers/MadeStages.ts"

const ledgerAt = () => {
  let now = 0
  const ledger = new Ledger({ totalMs: 2_000, now: () => now })
  const during = (stage: string, from: number, to: number) => {
    now = from
    const end = ledger.begin(stage)
    now = to
    end("ok")
  }
  return { ledger, during, at: (ms: number) => (now = ms) }
}

it("tells the stages that every turn has, and none that is the customer's", () => {
  const { at, during, ledger } = ledgerAt()
  during("prefetch", 0, 3.2)
  during("recall", 3.4, 4.6)
  during("retrieve", 4.6, 70)
  during("orders", 5, 60)
  ledger.mark("first-products")
  during("model", 71.2, 983.4)
  ledger.mark("first-token")
  at(1_804.5)
  expect(madeBy("turn", ledger)).toEqual({
    by: "turn",
    stages: [
      ["recall", 3, 5],
      ["retrieve", 5, 70],
      ["model", 71, 983],
      ["first-products", 0, 70],
      ["first-token", 0, 983],
      ["total", 0, 1_805],
    ],
  })
})

it("is at most 300 bytes, however long and often the model was called", () => {
  const { at, during, ledger } = ledgerAt()
  for (const stage of ["recall", "retrieve", "model", "model-2", "model-3", "model-3", "model"]) {
    during(stage, 90_000, 1e9)
  }
  ledger.mark("first-products")
  ledger.mark("first-token")
  at(2e9)
  expect(JSON.stringify(madeBy("worker", ledger)).length).toBeLessThanOrEqual(300)
})

it("is not told where no word was seen", () => {
  const { during, ledger } = ledgerAt()
  during("model", 1, 50)
  expect(madeBy("turn", ledger)).toBeUndefined()
})
