import { expect, it } from "vitest"
import { read } from "./demo.ts"

const formOf = (text: string) => {
  const { reading } = read(text)
  return reading.known ? reading.form : undefined
}

it.each([
  "sci-fi but no romcoms please",
  "ラブコメ以外のSFのおすすめ",
  "SF漫画でラブコメではないもの",
  "sci-fi without comedy or romance",
])("refuses both genres that one word has: %s", (text) => {
  expect(formOf(text)).toBe("recommend GENRE=sci-fi NOTGENRE=comedy,romance")
})

it.each([
  ["スポーツでもホラーでもない漫画を教えて", ["horror", "sports"]],
  ["ギャグでもラブコメでもない、シリアスなSFを", ["comedy", "romance"]],
  ["恋愛コメディ以外の学園もの", ["comedy", "romance"]],
])("refuses all of %s and wishes for none of it", (text, refused) => {
  const { slots, wish } = read(text)
  expect(wish.notGenres.toSorted()).toEqual(refused)
  for (const genre of refused) expect(slots.genres).not.toContain(genre)
})

it("has no form for what 「…でもない」 refuses and no rule knows", () => {
  expect(formOf("怖くもない、暗くもないSF")).toBeUndefined()
  expect(formOf("短くても長くでもないSF漫画")).toBeUndefined()
})

it("asks with 「ない？」 whether there is any", () => {
  expect(formOf("ラブコメ漫画ない？")).toBe("recommend GENRE=comedy,romance")
})
