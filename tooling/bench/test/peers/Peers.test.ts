import { expect, it } from "vitest"
import { firstText, latenessIn } from "../../src/connections/clients/StreamShape.ts"
import { figure } from "../../src/measure/Figure.ts"
import { besideEachOther } from "../../src/peers/Peers.ts"

const [ours, other] = ["MangaAssist packages", "AWS SDK, one client"]

it("says where ours is worse, by how much, and counts the rest", () => {
  const text = besideEachOther(
    [
      figure(`processor time of a chat: ${ours}`, "ms", [1]),
      figure(`processor time of a chat: ${other}`, "ms", [2]),
      figure(`added to the first token, 50 at once, p95, loopback: ${ours}`, "ms", [9]),
      figure(`added to the first token, 50 at once, p95, loopback: ${other}`, "ms", [4]),
      figure(`cut answers that are told as an error: ${ours}`, "of 5", [5]),
      figure(`cut answers that are told as an error: ${other}`, "of 5", [0]),
      // Next to nothing, both of them.
      figure(`added to the first token, 50 at once, p50, loopback: ${ours}`, "ms", [0.4]),
      figure(`added to the first token, 50 at once, p50, loopback: ${other}`, "ms", [0.1]),
    ],
    [{ label: "Portkey gateway", reason: "npm ci failed" }],
  )
  expect(text).toContain("better 2 times, no different 1, worse 1.")
  expect(text).toContain(`p95, loopback: ${other} 4 ms, ours 9`)
  expect(text).toContain("not run: Portkey gateway, npm ci failed")
})

it("reads how late the model was from what it said first", () => {
  expect(latenessIn(firstText(12.345))).toBe(12.35)
  expect(latenessIn(" and the sea")).toBe(0)
})
