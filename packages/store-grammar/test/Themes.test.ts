/** What books tell of a theme: surely, weakly, or by a longer sign of another theme only. */
import { series } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { isAbout, tellsOf } from "../src/index.ts"

const about = (theme: string): ReadonlyArray<string> =>
  series()
    .filter(({ synopsisEnglish, synopsisJapanese }) =>
      isAbout(theme, [synopsisEnglish, synopsisJapanese]),
    )
    .map(({ id }) => id)

describe("what a book is about", () => {
  it.each([
    ["soccer", "aoashi blue-lock captain-tsubasa inazuma-eleven"],
    ["american-football", "eyeshield-21"],
    ["table-tennis", "ping-pong"],
    ["jazz", "blue-giant blue-giant-supreme kids-on-the-slope"],
    ["rakugo", "akane-banashi descending-stories-showa-genroku-rakugo-shinju"],
    ["camping", "laid-back-camp"],
    ["bread", "yakitate-japan"],
    ["go-game", "hikaru-no-go"],
  ])("%s", (theme, ids) => {
    expect(about(theme)).toEqual(ids.split(" "))
  })

  it.each([
    ["music", "blue-period", "akane-banashi"],
    ["tennis", "ping-pong", "blue-box"],
    ["football", "eyeshield-21", "haikyu"],
    ["magical-girls", "kaiju-no-8", "black-clover"],
    ["doctors", "battle-angel-alita", "full-moon"],
  ])("of %s is neither %s nor %s", (theme, ...others) => {
    expect(about(theme).length).toBeGreaterThan(1)
    for (const id of others) expect(about(theme)).not.toContain(id)
  })
})

describe("a text that tells of a theme", () => {
  it("needs a weak sign in both languages, or a sure one in either", () => {
    expect(isAbout("doctors", ["A scrapyard doctor rebuilds a girl.", "くず鉄町の少女。"])).toBe(
      false,
    )
    expect(isAbout("doctors", ["A doctor in a far land.", "遠い国の医師。"])).toBe(true)
    expect(isAbout("doctors", ["A young man at work.", "大学病院で働く青年。"])).toBe(true)
    expect(tellsOf("doctors", "A scrapyard doctor rebuilds a girl.")).toBe(true)
  })

  it("knows no theme that no list has", () => {
    expect(tellsOf("nothing-of-the-kind", "A cat, a dog and a samurai.")).toBe(false)
  })
})
