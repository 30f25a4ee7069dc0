/** Reduces English words to stems for the embedding. */

const words = /[a-z][a-z'’]*|\d+/g

/** Words of talk, of wishes and of the shop that say nothing about a story. */
const stopWords = new Set(
  `a about accept again all also am an and any anything are arrive arrived as at back bad be
   been book books box but buy by can card cost could day days deliver delivery did digital do
   does edition editions enjoy enjoys for from get give good great had has have he hello help
   her hey hi his how i if in into is it its just know like liked likes long looking lot love
   loved loves make manga many may me method methods more morning most much my need new next
   nice no not now number of on one only open or order orders other our out over paperback pay
   payment people phone please price read reading recommend recommendation recommendations
   return say series set shipping show so some someone something still stock stories story
   suggest suggestions take tell than thank thanks that the their them then there they thing
   this time to today tomorrow too up us very volume volumes want was way we weather well were
   what when where which who why will with work would year years you your`.split(/\s+/u),
)

/** Light stemming: plural, past, progressive, who does it. "Vikings" and "viking" are one; so are "boxer", "boxing". */
const stem = (word: string): string => {
  const plain = word.replace(/['’]s?$/, "")
  if (plain.length <= 3) return plain
  if (plain.endsWith("ies") && plain.length > 4) return `${plain.slice(0, -3)}y`
  const cut = plain
    .replace(/(?<=[a-z]{3})(?:ing|ed)$/, "")
    .replace(/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$/, "")
    .replace(/(?<=[a-z]{2}[^su])s$/, "")
    .replace(/(?<=[a-z]{3})er$/, "")
  const undoubled = /([bdfgmnprt])\1$/.test(cut) && cut !== plain ? cut.slice(0, -1) : cut
  return undoubled.length > 4 ? undoubled.replace(/e$/, "") : undoubled
}

/** Stems of a lower-case text, stop words left out. */
export const stemsOf = (folded: string): ReadonlyArray<string> =>
  [...folded.matchAll(words)].flatMap(([word]) => (stopWords.has(word) ? [] : [stem(word)]))
