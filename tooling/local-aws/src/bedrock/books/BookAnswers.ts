/**
 * Composes the answer to a question about books or series: each fact asked for (price, stock, author, dates, …) of each
 * of them. Where no fact is asked for, it describes the series; where the fact is unknown, it says so.
 */
import { type Asked, says } from "../Asked.ts"
import { type Intent } from "@manga-assist/store-grammar"
import { type Sentences } from "../language/EnglishSentences.ts"
import { type Aspect, type Measure } from "../language/Vocabulary.ts"
import { type PromptProduct } from "../PromptFacts.ts"
import { fold } from "../language/QuestionText.ts"
import { reckoned } from "../Reckoning.ts"
import { mostTitles, type Scene } from "../Scene.ts"
import { authorAnswers } from "./AuthorAnswers.ts"
import { bookScene } from "./BookScene.ts"
import { dateAnswers } from "./DateAnswers.ts"
import { priceAnswers } from "./PriceAnswers.ts"
import { setAnswers } from "./SetAnswers.ts"

/** What is asked where the words name no aspect. */
const byIntent: Readonly<Partial<Record<Intent, ReadonlyArray<Aspect>>>> = {
  "price-or-stock": ["price", "stock"],
  author: ["author"],
  "release-date": ["release"],
}

const ofItems: ReadonlySet<Aspect> = new Set(["price", "stock", "copies", "total"])

/** What a measure is told by. */
const byMeasure: Readonly<Record<Measure, Aspect>> = {
  cheaper: "price",
  dearer: "price",
  longer: "volumes",
  shorter: "volumes",
  older: "firstYear",
  newer: "firstYear",
}

export const bookAnswers = (scene: Scene, say: Sentences, asked: Asked) => {
  const { brief, prompt, today } = scene
  const books = bookScene(scene, say, asked)
  const { chosen, choices, known, titles } = books
  const authors = authorAnswers(books)
  const dates = dateAnswers(books)
  const prices = priceAnswers(books)
  const sets = setAnswers(books)

  const about = (product: PromptProduct) =>
    say.joined([
      say.whatItIs(product),
      say.extent(product),
      say.synopsis(product),
      product.price === undefined ? undefined : say.priced(product, today),
    ])

  const longer = (): string | undefined => {
    if (asked.measure !== "longer" && asked.measure !== "shorter") return undefined
    const byLength = chosen.toSorted((a, b) => (b.volumes ?? 0) - (a.volumes ?? 0))
    const [long] = byLength
    const short = chosen.length > 1 ? byLength.at(asked.measure === "longer" ? 1 : -1) : undefined
    if (short === undefined || long === undefined) return undefined
    return asked.measure === "longer" ? say.longerOne(long, short) : say.shorterOne(short, long)
  }

  const lookUp = () =>
    say.joined(
      chosen.slice(0, mostTitles(scene)).map((product) => {
        const missing = choices.find(
          ({ missingVolume, series }) => missingVolume !== undefined && series === product,
        )
        const [format] = choices.flatMap(({ missingFormat, series }) =>
          missingFormat !== undefined && series === product ? [missingFormat] : [],
        )
        return say.joined([
          missing && say.missing(missing),
          format && say.missingFormat(format),
          about(product),
        ])
      }),
    )

  const ofSeries = (wanted: ReadonlySet<Aspect>) =>
    chosen.slice(0, mostTitles(scene)).map((product) => {
      const { ageRating, firstYear, publisher } = product
      return say.joined([
        wanted.has("publisher") ? publisher && say.published(product, publisher) : undefined,
        wanted.has("volumes") || wanted.has("status") ? say.extentOf(product) : undefined,
        wanted.has("firstYear") && firstYear !== undefined
          ? say.began(product, firstYear)
          : undefined,
        wanted.has("audience") || wanted.has("genres") ? say.whatItIs(product) : undefined,
        wanted.has("audience") ? ageRating && say.rated(product, ageRating) : undefined,
        wanted.has("about")
          ? say.joined([
              wanted.has("author") ? undefined : say.whatItIs(product),
              say.synopsis(product),
            ])
          : undefined,
      ])
    })

  /** Books whose own facts are asked: pages, what a box holds. */
  const ofBooks = (wanted: ReadonlySet<Aspect>) =>
    choices.map(({ item }) =>
      item === undefined
        ? undefined
        : say.joined([
            wanted.has("pages") && item.pages !== undefined
              ? say.hasPages(item, item.pages)
              : undefined,
            (wanted.has("holds") || item.kind === "box-set") && item.holdsVolumes.length === 2
              ? say.holdsVolumes(item, item.holdsVolumes[0] ?? 0, item.holdsVolumes[1] ?? 0)
              : undefined,
          ]),
    )

  const isCompared =
    chosen.length > 1 || choices.length > 1 || choices.some(({ others }) => others.length > 0)

  const isOfSets = sets.compared() !== undefined

  const measured = (given: ReadonlyArray<Aspect>): ReadonlyArray<Aspect> => {
    if (asked.measure === undefined || !(isCompared || isOfSets)) return []
    // Which book comes first is told by their dates.
    const isOfDates = byMeasure[asked.measure] === "firstYear"
    // 「新しいの、もう出ないの」 of one series compares nothing.
    if (isOfDates && chosen.length < 2 && choices.length < 2) return []
    if (isOfDates && (dates.isNumbered || given.includes("next"))) return ["release"]
    return [byMeasure[asked.measure]]
  }

  const aspectsOf = (
    given: ReadonlyArray<Aspect>,
    intent: Intent | undefined,
  ): ReadonlyArray<Aspect> => {
    const words = [...new Set([...given, ...measured(given)])]
    if (words.length > 0) return words
    if (sets.told(new Set()) !== "") return ["holds"]
    // A numbered book is asked for, whatever the words: what it costs, and whether it is there.
    const wants: ReadonlyArray<Aspect> = asked.wantsAll
      ? ["price"]
      : asked.numbered || says(asked.text, "wants")
        ? ["stock"]
        : []
    return intent === undefined || intent === "title-lookup" ? wants : (byIntent[intent] ?? wants)
  }

  const told = (given: ReadonlyArray<Aspect>, intent: Intent | undefined): string => {
    const aspects = aspectsOf(given, intent)
    // "What is the ISBN of Akira 1?"
    const isBeyond = given.length === 0 && asked.leftOver.length > 0 && asksWhat.test(asked.text)
    if (isBeyond && asked.numbered) {
      return say.joined([say.unknownDetail, prices.told(new Set(aspects))])
    }
    if (aspects.length === 0) {
      return say.joined([
        asked.leftOver.length > 0 && isQuestion.test(prompt.question)
          ? say.unknownDetail
          : undefined,
        lookUp(),
      ])
    }
    const wanted = new Set(aspects)
    const tellsSets = sets.tellsAll(wanted)
    const asksKin = wanted.has("kin")
    const isDated =
      (wanted.has("release") || wanted.has("next")) && (!asksKin || asksWhen.test(asked.text))
    const isOfPeople = wanted.has("author") || wanted.has("others")
    // Of a numbered book, what else may be asked is whether it can be had.
    const asksOfItem =
      aspects.some((aspect) => ofItems.has(aspect)) ||
      (choices.some(({ numbered }) => numbered) && !isDated && !isOfPeople)
    const ofPeople = isOfPeople && authors.named.authors.length > 0 ? authors.ofPeople(about) : ""
    const [noEdition] = choices.flatMap(({ missingFormat }) => missingFormat ?? [])
    const tellsNoEdition = noEdition !== undefined && isDated && !asksOfItem
    const text = say.joined([
      tellsNoEdition ? say.missingFormat(noEdition) : undefined,
      asked.reckons ? undefined : (sets.compared() ?? prices.compared()),
      sets.verdict(),
      dates.compared(wanted),
      isOfPeople
        ? ofPeople === ""
          ? authors.ofTitles(wanted.has("others"))
          : ofPeople
        : undefined,
      asksKin ? authors.kin() : undefined,
      ...ofSeries(wanted),
      sets.told(wanted),
      ...(tellsSets ? [] : ofBooks(wanted)),
      ...(isDated && !tellsSets && !tellsNoEdition ? dates.told(wanted) : []),
      !tellsSets && asksOfItem ? prices.told(wanted) : undefined,
      asked.wantsAllBeside ? prices.bundle() : undefined,
      longer(),
      brief ||
      aspects.length > 1 ||
      !wanted.has("author") ||
      chosen[0] === undefined ||
      ofPeople !== ""
        ? undefined
        : say.synopsis(chosen[0]),
    ])
    if (text === "") return say.joined([say.unknownDetail, lookUp()])
    return say.joined([asked.reckons ? reckonedOf(text) : undefined, text])
  }

  /** What is reckoned with the prices that are told now, or were told before. */
  const reckonedOf = (text: string): string | undefined => {
    const { change, difference } = reckoned(fold(prompt.said), text, prompt.past) ?? {}
    if (change !== undefined) return say.change(change)
    // 「電子だとどれくらい安くなる？」 of one book: of its two editions.
    const [choice, more] = choices
    const [other] = choice?.others ?? []
    const gap = (choice?.item?.price ?? 0) - (other?.price ?? 0)
    if (more === undefined && other !== undefined && namesEdition.test(fold(prompt.said))) {
      return say.difference(Math.abs(gap))
    }
    return difference === undefined
      ? (sets.compared() ?? prices.compared())
      : say.difference(difference)
  }

  return {
    told,
    authors,
    /** Is something known of one of these English titles? */
    knows: (names: ReadonlyArray<string>): boolean =>
      known.some(({ title }) => names.includes(title)),
    /** Is one of them shown? */
    shows: (names: ReadonlyArray<string>): boolean =>
      titles.some(({ title }) => names.includes(title)),
  }
}

const namesEdition = /電子|紙|digital|paper|e-?book|print/u
const asksWhen = /\bwhen\b|いつ/u
const asksWhat = /\b(?:what|who|where|why|whose)\b|何(?!巻|冊)|誰|どこ|なぜ|どうして/u
const isQuestion =
  /\?|？|\b(?:what|who|when|where|why|how|which|is|are|does|do|did|can)\b|か[。]?$|何|誰|どこ|教えて/iu
