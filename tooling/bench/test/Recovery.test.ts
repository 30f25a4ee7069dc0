import { describe, expect, it } from "vitest"
import { judgeRecovery } from "../src/connections/Recovery.ts"
import type { StartedChat } from "../src/connections/clients/ClientProcess.ts"

const hole = { beganAt: 10_000, healedAt: 20_000 }

const chat = (intended: number, ended: number | null, isFailed: boolean): StartedChat => ({
  intended,
  ended,
  isFailed,
})

describe("a black hole is judged by", () => {
  it("how long each open chat took to be told", () => {
    const { held } = judgeRecovery(
      [
        chat(0, 11_700, true),
        chat(0, null, false),
        // Ended well before the hole; the hole cannot have touched it.
        chat(0, 9_000, false),
        // Came to its end as if nothing had been: nobody was told.
        chat(0, 12_000, false),
      ],
      [],
      hole,
    )
    expect(held).toEqual([1_700, Infinity, Infinity])
  })

  it("how long new chats took, from when they were due", () => {
    const { asked } = judgeRecovery(
      [],
      [
        chat(9_900, 9_950, false),
        chat(10_100, 11_600, true),
        // Failed only after the network was back.
        chat(14_000, 21_000, true),
        // Too near the end of the hole to be judged.
        chat(19_000, null, false),
      ],
      hole,
    )
    expect(asked).toEqual([1_500, Infinity])
  })

  it("the first success after the return, whichever chat it was", () => {
    const asked = [
      chat(9_900, 9_950, false),
      chat(19_500, 20_900, false),
      chat(20_100, 20_400, false),
      chat(20_050, 20_300, true),
    ]
    expect(judgeRecovery([], asked, hole).recoveredMs).toBe(400)
    expect(judgeRecovery([], asked.slice(0, 1), hole).recoveredMs).toBe(7_000)
  })
})
