/**
 * Detects a question about a title that is not in the catalogue, by quotation marks, capital letters and the position
 * of unknown words. A question for any books of some kind ("something about pirates") does not count as one.
 */
import { type Asked, leftOverOf, says } from "./Asked.ts"
import { type NamedInQuestion, namesIn } from "./embedding/CatalogueNames.ts"
import { withoutTitles } from "./language/QuestionText.ts"
import { looksJapanese } from "./Language.ts"
import { type Aspect } from "./language/Vocabulary.ts"

const quoted =
  /「[^」]+」|『[^』]+』|"[^"]{2,}"|“[^”]{2,}”|(?<![\p{L}\d])['‘][^'’]{3,}['’](?![\p{L}\d])/u

/** Asks for any books of a kind, not for one. */
const wishes = {
  en: /(?<!\b(?:tell me|know|info|information|hear\w*|what|how) )\babout\b(?!\W*$)|\brecommend|\bsomething\b|\banything\b|\bsimilar\b|(?<!\b(?:i|we|i'd|we'd|would) )\blike\b(?! to)|\bgood\b|\bbest\b|\bpresents?\b|\bgifts?\b|\byear.olds?\b/u,
  ja: /おすすめ|オススメ|みたいな|のような|っぽい|系の|面白い|何か|向け|読める|(?<=[なるたい])(?:漫画|マンガ|まんが|作品|やつ)|(?:やつ|系|もの)(?:を|は|が|って)?(?:探|ある|あり|ない|教え|希望|欲し|ほし)/u,
}
const isWish = (text: string): boolean => wishes.en.test(text) || wishes.ja.test(text)

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

/** "Looking for Nichijou as a present": a name behind what asks for it, whatever is said beside. */
export const asksByName = (question: string, { leftOver }: Pick<Asked, "leftOver">): boolean => {
  const [, name = ""] = askedName.exec(question.normalize("NFKC")) ?? []
  const words = name.toLowerCase().split(/[^a-z]+/u)
  return words.some((word) => leftOver.includes(word))
}
const askedName =
  /\b(?:[Hh]ave|carry|sell|stock|[Gg]ot|buy|find|get|[Ll]ooking for|searching for|search for|hunting for|[Ww]hat about|[Hh]ow about|[Ii]s|[Aa]re|[Aa]nd|after|called|titled|named|price of|copy of|volumes? of|author of|about)\s+(?:any |the |a copy of |some )?((?:\p{Lu}[\w.'-]*(?:\s+(?:of|the|to|in|no|and|a|wa|ga|ni|on|for)(?=\s+\p{Lu}))*\s?)+)/u

/** Words with a capital letter within a sentence. */
const capitals = (question: string): ReadonlyArray<string> =>
  [...question.normalize("NFKC").matchAll(/(?<=[\p{Ll}\d,;:-] )\p{Lu}[\w']*/gu)].map(([word]) =>
    word.toLowerCase(),
  )

/** Facts that nothing but a title has: who asks for them names one. */
const ofTitles: ReadonlySet<Aspect> = new Set([
  "volumes",
  "status",
  "next",
  "release",
  "author",
  "publisher",
  "firstYear",
  "pages",
  "stock",
  "price",
])
/** More words tell what happens in a story. */
const mostOfName = 4
const tellsStory = /\b(?:where|in which|whose|with a|who (?!wr|dr|made|is|was|did|created|does))/u

/** Words for them that nothing else is asked by. */
const ofTitlesAlone = /\b(?:volumes?|vols?|authors?|wrote|drew|mangaka|publish\w*|tankobon)\b/u

const asksFactOf = (question: string, { leftOver, parts, text }: Asked): boolean =>
  leftOver.length > 0 &&
  leftOver.length <= mostOfName &&
  !tellsStory.test(text) &&
  (ofTitlesAlone.test(text) || capitals(question).some((word) => leftOver.includes(word))) &&
  parts.some(
    ({ aspects, policies }) => policies.length === 0 && aspects.some((each) => ofTitles.has(each)),
  )

/** "Gantz, the one by Hiroya Oku": a name of its own beside the author's. */
const namesBeside = (question: string, { leftOver }: Asked): boolean =>
  [...question.normalize("NFKC").matchAll(/(?<=[\p{Ll},;:] )\p{Lu}[\w.'-]*/gu)].some(([word]) =>
    leftOver.includes(word.toLowerCase().replaceAll(/[^a-z]/gu, "")),
  )

/** 「…っていう漫画」, "a manga called …": what is named is a title. */
const introduced =
  /[^\s、。？?]{2,}(?:っていう|という|と言う|って)(?:漫画|マンガ|まんが|作品|本|シリーズ|コミック)|\b(?:called|titled|named)\s+["“']?\p{Lu}/u
/** 「コロコロアニキってのを欲しがってる」: a name in katakana or kanji. */
const spokenOf =
  /[\p{sc=Katakana}\p{sc=Han}ー・]{3,}(?:って|とか)(?:いう)?(?:の|やつ|ヤツ|奴)(?:を|が|は|も|って|、|$)|[\p{sc=Katakana}ー・]{5,}(?:が|を|も)(?:読みたい|読んでみたい|欲しい|ほしい|探して|買いたい)/u
/** What is asked of a book that is named. */
const ofBook = /全巻|最新[刊巻]|何巻/u
const perhapsOfBook = /完結|作者|著者|誰が描|欲しが|ほしが|ない[?か]/u
const shortestTitle = 3
/** 「ひらやすみの新刊」, of no month. */
const newOf =
  /^(?!.*(?:[今来先]|再来|前)(?:月|週|年|日))[^\s、。?？]{3,10}の(?:新刊|最新刊|最新巻|次の巻|続き)/u

/** Asked in Japanese of something that has a name. */
const asksOfNamed = (written: string, { leftOver, text }: Asked): boolean =>
  newOf.test(written) ||
  (leftOver.length > 0 && (spokenOf.test(written) || ofBook.test(text))) ||
  (perhapsOfBook.test(text) &&
    !/漫画|マンガ|まんが|作品|話|やつ|もの/u.test(text) &&
    leftOver.some((word) => word.length >= shortestTitle))

/** "What is the manga called where …?" has no title to give. */
const asksForTitle =
  /\bwhat(?:'s| is| was| are)?\b.*\b(?:called|titled|named|title|name)\b|\b(?:title|name) please\b|なんて(?:いう|言う)|何という|何ていう|(?:タイトル|題名|題)(?:は|が|って|を|と|も|、|何|教)/u

/** 「カイジの続編の『賭博破戒録』」: in quotation marks, and none of ours. */
const namesAnother = (question: string): boolean =>
  [...question.matchAll(/「([^」]{3,})」|『([^』]{3,})』/gu)].some(([, one, two = ""]) => {
    const { titles, unknownName } = namesIn(one ?? two)
    return titles.length === 0 && unknownName
  })

/** 「寄生獣とヒストリエ、どっちも置いてますか」: beside a title, and not explained by anything. */
const joinsUnknown = ({ leftOver, text }: Asked): boolean =>
  [...text.matchAll(joined)].some(([, behind, before]) => leftOver.includes(behind ?? before ?? ""))
const joined =
  /§と([\p{sc=Katakana}\p{sc=Han}ー・]{3,})(?:は|も|って|、|どっち|どちら|両方)|([\p{sc=Katakana}\p{sc=Han}ー・]{3,})と§(?:は|も|って|、|で|どっち|どちら|両方)/gu

/** 「ワールドトリガーはある？なければ約ネバを」: one sentence of several asks for what nobody knows. */
const asksBeside = (question: string): boolean => {
  const parts = question.split(/(?<=[?？。!！])/u)
  return (
    parts.length > 1 &&
    parts.some((part) => {
      const { authors, genres, titles, unknownName } = namesIn(part)
      return (
        unknownName && titles.length + authors.length + genres.length === 0 && askedFor.test(part)
      )
    })
  )
}
/** 「ポーの一族を探しております。萩尾望都先生の作品です」 */
const seeksBeside = (question: string): boolean =>
  question.split(/(?<=[?？。、!！])/u).some((part) => {
    const { authors, genres, titles, unknownName } = namesIn(part)
    return unknownName && titles.length + authors.length + genres.length === 0 && sought.test(part)
  })
const sought =
  /(?<!新しい|面白い|何か|別の|ほかの|他の)[\p{sc=Katakana}\p{sc=Han}ー・](?:[\p{sc=Katakana}\p{sc=Han}ー・\dと]|の(?=[\p{sc=Katakana}\p{sc=Han}]))+(?<!漫画|マンガ|作品|本|シリーズ|話|代表作|デビュー作|新作|新刊|最新作|全巻|短編集)(?:を|は|って|が|も)?(?:探し|さがし|捜し|ある|あり|ない|置い|扱|売っ|ござい|欲し|ほし|読みた|買い)/u
const askedFor =
  /[\p{sc=Katakana}\p{sc=Han}ー・]{3,}(?:の漫画|の単行本)?(?:は|って|も)?(?:ある|あり|置いて|扱って|売って|ござい|ない)/u

export const asksUnknownTitle = (
  question: string,
  asking: Asked,
  named: NamedInQuestion,
): boolean => {
  if (named.titles.length > 0)
    return (
      (says(asking.text, "carries") && (namesAnother(question) || joinsUnknown(asking))) ||
      asksBeside(question)
    )
  if (introduced.test(question.normalize("NFKC")) && !asksForTitle.test(asking.text)) {
    return named.unknownName
  }
  if (asksForTitle.test(asking.text)) return false
  const isByName = named.unknownName && named.genres.length === 0 && asksByName(question, asking)
  if (isByName && named.authors.length === 0) return true
  if (
    named.unknownName &&
    named.authors.length + named.genres.length === 0 &&
    quoted.test(question)
  ) {
    return true
  }
  if (isWish(asking.text)) return false
  if (
    !says(asking.text, "carries") &&
    !asksFactOf(question, asking) &&
    !asksOfNamed(question.normalize("NFKC"), asking)
  ) {
    return false
  }
  if (quoted.test(question)) return true
  if (!named.unknownName || named.genres.length > 0) return false
  if (named.authors.length > 0) return namesBeside(question, asking) || seeksBeside(question)
  return looksJapanese(question) || asksFactOf(question, asking) || namesSomething(question, asking)
}

const sentences = /(?:(?!,? (?:and |or )?(?:if not|otherwise)\b)[^?!.;])+[?!.;]*/gu

/** "Do you sell Hellsing? If not, anything else by Kohta Hirano?": one sentence of several asks for an unknown title. */
export const asksUnknownBeside = (question: string): boolean => {
  const parts = question.match(sentences) ?? []
  return (
    parts.length > 1 &&
    parts.some((part) => {
      const names = namesIn(part)
      return (
        names.unknownName &&
        names.titles.length + names.authors.length + names.genres.length === 0 &&
        asksByName(part, { leftOver: leftOverOf(withoutTitles(part)) })
      )
    })
  )
}
