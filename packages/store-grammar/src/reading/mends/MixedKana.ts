/**
 * Spells a Japanese title with some of its kanji in kana: はがねの錬金術師, 鬼滅のやいば. Which kana stand for which kanji is told by
 * the kana between them, which title and reading share. Pure.
 */

/** More parts in kanji have too many spellings. */
const mostParts = 3

const parts = /\p{sc=Han}+|\P{sc=Han}+/gu
const han = /^\p{sc=Han}/u
const special = /[\\^$.*+?()[\]{}|]/gu

/** `title` and `kana` are folded to hiragana; none where the kana are not the reading of the title. */
export const mixedSpellings = (title: string, kana: string): ReadonlyArray<string> => {
  const written = title.match(parts) ?? []
  const count = written.filter((part) => han.test(part)).length
  if (count < 2 || count > mostParts) return []
  const pattern = written
    .map((part) => (han.test(part) ? "(.+?)" : part.replaceAll(special, "\\$&")))
    .join("")
  const readings = new RegExp(`^${pattern}$`, "u").exec(kana)?.slice(1)
  if (readings === undefined) return []
  // Each bit of the number is one part in kanji: neither none nor all of them are spelt in kana.
  return Array.from({ length: 2 ** count - 2 }, (_, at) => {
    let part = 0
    return written
      .map((each) => {
        if (!han.test(each)) return each
        const isKana = ((at + 1) >> part) % 2 === 1
        const reading = readings[part] ?? each
        part++
        return isKana ? reading : each
      })
      .join("")
  })
}
