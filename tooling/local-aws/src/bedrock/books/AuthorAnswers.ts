/**
 * Composes answers about authors: who made a title, whether several titles have the same author, and what else they
 * made.
 */
import { namesIn } from "../embedding/CatalogueNames.ts"
import { stemsOf } from "../embedding/Words.ts"
import { fold } from "../language/QuestionText.ts"
import { type PromptProduct } from "../PromptFacts.ts"
import { mostTitles } from "../Scene.ts"
import { type BookScene } from "./BookScene.ts"
import { oneOfEachTitle } from "./ProductChoice.ts"

/** Works of one author named in an answer. */
const mostWorks = 5

const peopleOf = ({ author }: PromptProduct): ReadonlyArray<string> => author?.split(", ") ?? []

const japaneseWords = /[\p{sc=Han}\p{sc=Katakana}ー]{2,}/gu

/** Of other works than those that are named. */
const asksOthers = /\bby ¶|\b(?:else|other|more|works|books)\b|作品|ほか|他|以外/u
const asksElse = /\b(?:else|other)\b|ほか|他|以外/u
/** "Is § by ¶?" asks of the title. */
const byOne = /§[^?]{0,20}\b(?:by|from) ¶/gu
const asksWho = /^\W*who\b|誰|だれ/u
const asksSame =
  /\bsame\b|\bshare\w*\b|\bone (?:person|author|artist|man|woman)\b|\bboth\b|\btoo\b|\balso\b|\bas well\b|同じ|同一|同じく|どちらも|両方/u

/** Does the title of one contain that of the other? */
const sharesTitle = (one: PromptProduct, other: PromptProduct): boolean =>
  [
    [one.title, other.title],
    [one.japanese, other.japanese],
  ].some(
    ([a = "", b = ""]) =>
      a !== "" && b !== "" && (fold(a).includes(fold(b)) || fold(b).includes(fold(a))),
  )

export const authorAnswers = ({ asked, chosen, known, say, scene, titles }: BookScene) => {
  const { prompt } = scene
  const named = namesIn(prompt.question)
  const all = oneOfEachTitle(known)

  /** How much of what is asked a work tells about. */
  const told = new Set([...stemsOf(asked.text), ...(asked.text.match(japaneseWords) ?? [])])
  const nearness = ({ genres, synopsis = "", synopsisJapanese = "" }: PromptProduct): number => {
    const stems = new Set(stemsOf(`${synopsis} ${genres.join(" ")}`.toLowerCase()))
    return [...told].filter((word) => stems.has(word) || synopsisJapanese.includes(word)).length
  }
  const nearestFirst = (works: ReadonlyArray<PromptProduct>): ReadonlyArray<PromptProduct> =>
    works.toSorted((a, b) => nearness(b) - nearness(a)).slice(0, mostWorks)

  /** "Books by Tezuka": what has the name among its authors, together with others or alone. */
  const worksBy = (person: string): string | undefined => {
    const works = all.filter((product) => product.author?.includes(person) === true)
    return works.length === 0 ? undefined : say.worksBy(person, nearestFirst(works))
  }

  /** Is what is asked told by one of the works? Then that one is spoken of. */
  const bestOf = (works: ReadonlyArray<PromptProduct>): string | undefined => {
    const [best] = nearestFirst(works)
    return best === undefined || nearness(best) === 0 ? undefined : say.synopsis(best)
  }

  const sameAuthor = (): string | undefined => {
    const [first, ...rest] = chosen
    if (first === undefined || rest.length === 0 || !asksSame.test(asked.text)) return undefined
    return say.verdict(
      rest.every((other) => peopleOf(other).some((person) => peopleOf(first).includes(person))),
    )
  }

  const isOfTitle = (): boolean => chosen.length > 0 && named.titles.length > 0

  /** "Was it written by Tezuka?", "Does Shirai draw it as well?" */
  const isBy = (): string | undefined => {
    if (!isOfTitle() || named.authors.length === 0 || asksWho.test(asked.text)) return undefined
    const [product] = chosen
    const people = product === undefined ? [] : peopleOf(product)
    return people.length === 0
      ? undefined
      : say.verdict(named.authors.every((person) => people.includes(person)))
  }

  const ofPeople = (about: (product: PromptProduct) => string): string => {
    // "Who wrote it, is it Horikoshi?"
    if (isOfTitle() && !asksOthers.test(asked.text.replaceAll(byOne, ""))) return ""
    const works = say.joined(named.authors.map(worksBy))
    if (works === "") return ""
    const [only, more] = all.filter((product) =>
      named.authors.some((person) => product.author?.includes(person) === true),
    )
    // "What else did she make?" of somebody with one work.
    if (only !== undefined && more === undefined && asksElse.test(asked.text)) {
      return say.joined([works, say.noOthers])
    }
    const [first] = titles
    return named.titles.length === 0 && first !== undefined
      ? say.joined([works, about(first)])
      : works
  }

  const ofTitles = (asksOthers: boolean): string => {
    const [product] = chosen
    if (product === undefined || say.author(product) === undefined) return say.notFound()
    const people = new Set(chosen.flatMap(peopleOf))
    const others = all.filter(
      (work) => !chosen.includes(work) && peopleOf(work).some((person) => people.has(person)),
    )
    return say.joined([
      sameAuthor() ?? isBy(),
      ...chosen.slice(0, mostTitles(scene)).map(say.writtenBy),
      asksOthers && others.length === 0
        ? say.noOthers
        : say.othersBySame(product, nearestFirst(others)),
      asksOthers ? bestOf(others) : undefined,
    ])
  }

  /** Series of the same story, as far as titles tell, else by the same people: "Is there a sequel?" */
  const kin = (): string | undefined => {
    const [product] = chosen
    if (product === undefined) return undefined
    const others = all.filter((work) => work.title !== product.title)
    const ofStory = others.filter((work) => sharesTitle(work, product))
    if (ofStory.length > 0) {
      return say.joined([
        say.kin(product, ofStory.slice(0, mostWorks)),
        ...ofStory.slice(0, mostTitles(scene)).map(say.extentOf),
      ])
    }
    const people = peopleOf(product)
    const bySame = others.filter((work) => peopleOf(work).some((person) => people.includes(person)))
    return say.joined([
      bySame.length === 0
        ? say.noKin(product)
        : say.othersBySame(product, bySame.slice(0, mostWorks)),
    ])
  }

  /** A name and no title, where the works are told without more. */
  const worksAlone = (): string => say.joined(named.authors.map(worksBy))

  return { kin, named, ofPeople, ofTitles, worksAlone }
}
