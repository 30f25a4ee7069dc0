/**
 * Lists the first words of long titles by which a text can name a series, where no other title begins with them: "Tensei
 * Shitara Slime", "Fist of the North". Two words ("witch hat") are a title only with the number of a volume (kind `ABBR`).
 * Pure.
 */
import type { Name } from "./kinds/Kind.ts"
import { type NamesOf, withoutArticle } from "./TitleNames.ts"

const endsLoosely =
  /^(?:of|the|a|an|to|in|on|at|no|ni|wa|ga|wo|o|to|e|de|and|with|for|from|is|was|were|my|your|you|i|it|as|that|this|did|don't|by|am|are|be|has|who)$/u
/** What any sentence may begin with. */
const beginsLoosely =
  /^(?:the|a|an|my|our|your|that|what|say|give|please|we|i|do|don't|in|his|her|they|last|new|different|all|this|and|one)$/u
/** The beginnings of other titles too, that the store does not have. */
const beginsOthers = new Set(
  `mobile suit, mobile suit gundam, kido senshi, kido senshi gundam, dragon quest, super mario, super mario manga,
  pocket monsters, great teacher, 20th century, 21st century, twentieth century, snow white, digimon adventure,
  case closed zero's, full metal, summer time, girls' last, magic knight, tokyo manji, kaze no tani, hunter x`
    .split(",")
    .map((start) => start.trim()),
)
const fewestLetters = 8
const lettersOfTitle = 14

const wordsOf = (title: string): ReadonlyArray<string> =>
  title.toLowerCase().match(/[^\s:!?.,&]+/gu) ?? []

export const shortTitles: NamesOf = ({ aliases, english, id, romaji }) => {
  const found = new Map<string, Name>()
  for (const title of new Set([english, ...withoutArticle(english), romaji, ...aliases])) {
    if (!/^[\x20-\x7e]+$/u.test(title)) continue
    const words = wordsOf(title)
    let [start = ""] = words
    if (words.length < 3 || beginsLoosely.test(start)) continue
    for (let count = 2; count < words.length; count++) {
      const last = words[count - 1] ?? ""
      start += ` ${last}`
      if (start.length < fewestLetters || endsLoosely.test(last) || beginsOthers.has(start)) {
        continue
      }
      const kind = count > 2 && start.length >= lettersOfTitle ? "SERIES" : "ABBR"
      found.set(start, { kind, value: id, spelling: start, exact: true, sole: true })
    }
  }
  return [...found.values()]
}
