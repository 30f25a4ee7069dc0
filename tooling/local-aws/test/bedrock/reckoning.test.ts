/** What the emulated model reckons with prices that it told in a conversation. */
import { describe, expect, it } from "@effect/vitest"
import { reckoned } from "../../src/bedrock/Reckoning.ts"

describe("reckoned with prices that were told", () => {
  const paper = "『夏目友人帳』の紙の単行本は1-5巻（5冊）で合計2,805円です。"
  const digital = "『夏目友人帳』の電子版は1-5巻（5冊）で合計2,530円です。"

  it("the difference of the last two answers", () => {
    expect(reckoned("その差は?", "", [paper, digital])).toEqual({ difference: 275 })
  })
  it("of two sums that are told now rather", () => {
    const now = "All 2 paperbacks cost ¥1,452 together. All 2 digital volumes cost ¥1,298 together."
    expect(reckoned("what do i save?", now, [paper, digital])).toEqual({ difference: 154 })
  })
  it("change, of what is told to cost in all", () => {
    const now = "PLUTO 1巻は693円です。PLUTO 2巻は693円です。合計で1,386円です。"
    expect(reckoned("2000円で払ったらお釣りは?", now, [paper])).toEqual({ change: 614 })
    expect(reckoned("is 1,000 yen enough?", "", [now])).toEqual({ change: -386 })
    expect(reckoned("1万円で足りますか", "", [paper])).toEqual({ change: 7195 })
  })
  it("nothing where nothing was told, or nothing is reckoned", () => {
    expect(reckoned("その差は?", paper, [])).toBeUndefined()
    expect(reckoned("その作者は?", paper, [digital])).toBeUndefined()
  })
})
