/**
 * Detects a question about a title that is not in the catalogue, by quotation marks, capital letters and the position
 * of unknown words. A question for any books of some kind ("something about pirates") does not count as one.
 */
import { type Asked, says } from "./Asked.ts"
import { type NamedInQuestion } from "./embedding/CatalogueNames.ts"
import { looksJapanese } from "./Language.ts"

const quoted = /「[^」]+」|『[^』]+』|"[^"]{2,}"|“[^”]{2,}”/u

/** Asks for any books of a kind, not for one. */
const isWish =
  /\babout\b|\brecommend|\bsomething\b|\banything\b|\bsimilar\b|\blike\b(?! to)|\bgood\b|\bbest\b|\bpresents?\b|\bgifts?\b|\byear.olds?\b|おすすめ|オススメ|みたいな|のような|っぽい|系の|面白い|何か/u

const before =
  "\\b(?:have|carry|sell|stock|got|get|buy|find|want|need|called|any|after|for|price of|much (?:is|are|for)|is|are)\\s+"
const beside =
  "(?:(?:any|the|some|a|copy|copies|of|manga|series|books?|vol(?:ume)?s?\\.?|\\d+)\\s+)*"
const asked = new RegExp(`${before}${beside}([a-z][\\w.'-]*)`, "gu")

/** A name begins with a capital letter inside a sentence, stands first before a number or a comma, or is what is asked for. */
const namesSomething = (question: string, { leftOver, text }: Asked): boolean => {
  const words = new Set(leftOver)
  const isLeft = (word: string) => word.split(/[^a-z]+/u).some((part) => words.has(part))
  const written = question.normalize("NFKC")
  const capitals = [...written.matchAll(/(?<=[\p{Ll}\d,;:)] )\p{Lu}[\w.'-]*/gu)]
  if (capitals.some(([word]) => isLeft(word.toLowerCase()))) return true
  const [, first = "", rest = ""] = /^\W*([a-z][\w.'-]*)(.*)$/u.exec(text) ?? []
  if (isLeft(first) && /^[\w .'-]{0,30}(?:\d|,|\bplease\b|\bin stock\b)/u.test(rest)) return true
  return [...text.matchAll(asked)].some(([, word = ""]) => isLeft(word))
}

/** "Gantz, the one by Hiroya Oku": a name of its own beside the author's. */
const namesBeside = (question: string, { leftOver }: Asked): boolean =>
  [...question.normalize("NFKC").matchAll(/(?<=[\p{Ll},;:] )\p{Lu}[\w.'-]*/gu)].some(([word]) =>
    leftOver.includes(word.toLowerCase().replaceAll(/[^a-z]/gu, "")),
  )

/** 「…っていう漫画」, "a manga called …": what is named is a title. */
const introduced =
  /[^\s、。？?]{2,}(?:っていう|という|と言う|って)(?:漫画|マンガ|まんが|作品|本|シリーズ|コミック)|\b(?:called|titled|named)\s+["“']?\p{Lu}/u
/** "What is the manga called where …?" has no title to give. */
const asksForTitle =
  /\bwhat(?:'s| is| was| are)?\b.*\b(?:called|titled|named|title|name)\b|\b(?:title|name) please\b|なんて(?:いう|言う)|何という|何ていう|(?:タイトル|題名|題)(?:は|が|って|を|、|何|教)/u

export const asksUnknownTitle = (
  question: string,
  asking: Asked,
  named: NamedInQuestion,
): boolean => {
  if (named.titles.length > 0) return false
  if (introduced.test(question.normalize("NFKC")) && !asksForTitle.test(asking.text)) {
    return named.unknownName
  }
  if (isWish.test(asking.text) || !says(asking.text, "carries")) return false
  if (asksForTitle.test(asking.text)) return false
  if (quoted.test(question)) return true
  if (!named.unknownName || named.genres.length > 0) return false
  if (named.authors.length > 0) return namesBeside(question, asking)
  return looksJapanese(question) || namesSomething(question, asking)
}
