/** What the catalogue calls a series is understood as that series, apart from what could be something else. */
import { read } from "../demoShop.ts"
import { series } from "@manga-assist/catalogue"
import { expect, it } from "vitest"

/** Everybody's abbreviations, everyday words, and anime whose volumes are not those of the series. */
const leftOut =
  "BC BJ AnE HYD YnU DBZ DB FT HQ ハンタ Eva OP TG Lum VK がく|Dragon Ball Z|Naruto Shippuden"
    .split("|")
    .flatMap((part, index) => (index === 0 ? part.split(" ") : [part]))

it("reads every name of every series, alone in a question", () => {
  const unread = series().flatMap(({ aliases, english, id, japanese, romaji }) =>
    [english, japanese, romaji, ...aliases].filter((name) => {
      const reading = read(`Who wrote ${name}?`).reading
      return !reading.known || !reading.form.endsWith(`SERIES=${id}`)
    }),
  )
  expect(unread.toSorted()).toEqual(leftOut.toSorted())
})
