/**
 * Composes answers about many books of a series at once, by the sums that the prompt states: all volumes, those that are
 * named, those behind them, all box sets; how many there are, what they cost together, which volumes no box holds, which
 * way to buy all of them is the cheapest.
 */
import { type Aspect } from "../language/Vocabulary.ts"
import { moneyIn } from "../Money.ts"
import { type PromptSum } from "../PromptFacts.ts"
import { type BookScene } from "./BookScene.ts"
import { askedVolumes } from "./ProductChoice.ts"

const allBoxSets = "all-box-sets"
/** Of more, their sum is told and not each. */
const mostBoxes = 4
const mostSingles = 4

export const setAnswers = ({ asked, choices, chosen, known, say, scene }: BookScene) => {
  const titles = new Set(chosen.map(({ title }) => title))
  const sums = scene.prompt.sums.filter(({ title }) => titles.has(title))
  const sumsOf = (part: string): ReadonlyArray<PromptSum> =>
    sums.filter(({ kind = "" }) => kind.startsWith(`${part}-`) && kind !== allBoxSets)
  const isNumbered = choices.some(({ numbered }) => numbered)
  const boxSets = isNumbered ? [] : sums.filter(({ kind }) => kind === allBoxSets)

  const lacking = boxSets.map(({ lacksVolumes: [from, to] }) =>
    from === undefined || to === undefined ? undefined : say.inNoBox(from, to),
  )

  /** Is a volume named that no box holds? */
  const namesLacking = boxSets.some(({ lacksVolumes: [from, to] }) =>
    askedVolumes(scene.prompt.question).some(
      (volume) => from !== undefined && to !== undefined && from <= volume && volume <= to,
    ),
  )

  /** Are all of them meant, and not one of them? */
  const isOfAll = (wanted: ReadonlySet<Aspect>) =>
    wanted.has("total") || wanted.has("stock") || asked.wantsAll

  /** "Which volumes are sold out?" */
  const ofEach = (wanted: ReadonlySet<Aspect>) =>
    wanted.has("stock") && !isNumbered && asksEach.test(asked.text)

  /** Each box set, where these are few. */
  const each = ({ count, title }: PromptSum): ReadonlyArray<string | undefined> =>
    known
      .filter((product) => product.kind === "box-set" && product.title === title)
      // Of many, what one of them costs where they are counted.
      .slice(0, count > mostBoxes ? Number(asked.counts) : count)
      .map((box) => say.priced(box, scene.today))

  /** 「ボックスで買えるのは何巻まで？」 */
  const asksExtent = (wanted: ReadonlySet<Aspect>) =>
    wanted.has("volumes") && choices.some(({ format }) => format === "box-set")

  const boxes = (wanted: ReadonlySet<Aspect>): ReadonlyArray<string | undefined> => {
    const counted =
      asked.counts ||
      asked.asksRest ||
      asked.unboxed ||
      wanted.has("holds") ||
      asksExtent(wanted) ||
      namesLacking
        ? boxSets.map(say.boxSets)
        : []
    const priced = isOfAll(wanted) || asksPrice(wanted) ? boxSets.map(say.allBoxSets) : []
    const single = asksPrice(wanted) || wanted.has("stock") ? boxSets.flatMap(each) : []
    return single.length > 0
      ? [...counted, ...single, ...priced, ...lacking]
      : counted.length + priced.length === 0
        ? []
        : [...counted, ...priced, ...lacking]
  }

  /** "If I take all the boxes, do I have the whole story?" */
  const holdsAll = (): string | undefined =>
    boxSets.length > 0 && !asked.asksPrice && asksWhetherWhole.test(asked.text)
      ? say.verdict(lacking.every((each) => each === undefined))
      : undefined

  const asksPrice = (wanted: ReadonlySet<Aspect>) =>
    asked.asksPrice || wanted.has("price") || wanted.has("total")

  /** What is asked for by numbers: what comes behind them, or themselves together. */
  const part = (wanted: ReadonlySet<Aspect>): ReadonlyArray<PromptSum> => {
    if (!asksPrice(wanted) && !wanted.has("stock")) return []
    const later = asked.asksRest ? sumsOf("later") : []
    if (later.length > 0) return later
    // Each in its own edition: their prices are added up one by one.
    if (new Set(choices.map(({ format }) => format)).size > 1) return []
    const named = sumsOf("named")
    const isMany = named.some(({ count }) => count > Math.min(choices.length, mostSingles))
    return isMany || wanted.has("total") || asked.wantsAll ? named : []
  }

  /** All box sets together with the volumes that none of them holds. */
  const boxesAndRest = (wanted: ReadonlySet<Aspect>): string | undefined => {
    const [rest] = sumsOf("later")
    const [all] = boxSets
    return rest === undefined || all === undefined || !wanted.has("total")
      ? undefined
      : say.together(all.price + rest.price)
  }

  /** All volumes; beside single books only where all are meant. */
  const all = (wanted: ReadonlySet<Aspect>): ReadonlyArray<PromptSum> =>
    part(wanted).length === 0 &&
    (asksPrice(wanted) || !(wanted.has("release") || wanted.has("next"))) &&
    (asked.wantsAll ||
      wanted.has("total") ||
      ofEach(wanted) ||
      (asksPrice(wanted) && !isNumbered && !asked.newest))
      ? sumsOf("all")
      : []

  const bundlesOf = () => known.filter(({ kind, title }) => kind === "series" && titles.has(title))

  /** The digital bundle beside all paperbacks, where no format is asked for. */
  const bundles = (wanted: ReadonlySet<Aspect>): ReadonlyArray<string | undefined> =>
    asked.wantsAll &&
    all(wanted).length > 0 &&
    choices.every(({ format }) => format !== "paperback" && format !== "box-set")
      ? bundlesOf().map((bundle) => say.priced(bundle, scene.today))
      : []

  /** Of several series in one format, what they cost together. */
  const altogether = (wanted: ReadonlySet<Aspect>): string | undefined => {
    const rows = all(wanted)
    const kinds = new Set(rows.map(({ kind }) => kind))
    if (rows.length < 2 || kinds.size > 1 || !asksPrice(wanted)) return undefined
    const isDigital = [...kinds].every((kind = "") => kind.endsWith("digital"))
    // All digital volumes of a series are cheapest as its bundle.
    const prices = isDigital ? bundlesOf() : rows
    return say.together(prices.reduce((sum, { price = 0 }) => sum + price, 0))
  }

  const told = (wanted: ReadonlySet<Aspect>): string =>
    say.joined([
      ...[...part(wanted), ...all(wanted)].map(say.sumOfVolumes),
      ...bundles(wanted),
      altogether(wanted),
      holdsAll(),
      ...boxes(wanted),
      boxesAndRest(wanted),
    ])

  /** Is nothing left to say of single books, where the sets are told? */
  const tellsAll = (wanted: ReadonlySet<Aspect>): boolean =>
    boxes(wanted).length > 0 ||
    boxAndBooks() !== undefined ||
    // 「10巻まで持ってる、残りは」 asks nothing of volume 10.
    (part(wanted).length > 0 && choices.every(({ item }) => item === undefined)) ||
    (part(wanted).some(({ kind = "" }) => kind.startsWith("named-")) &&
      !choices.some(({ item }) => item?.kind === "box-set")) ||
    (all(wanted).length > 0 &&
      (asked.wantsAll || ofEach(wanted)) &&
      !isNumbered &&
      choices.every(
        ({ item, missingFormat }) => item?.kind === "volume" || missingFormat !== undefined,
      ))

  /** Each way to have all of them, and what it costs. */
  const offers = [
    ...known.flatMap((product) =>
      product.kind === "series" && titles.has(product.title) && product.price !== undefined
        ? [{ id: "bundle", way: say.wayOfBundle(product), price: product.price }]
        : [],
    ),
    ...[...sumsOf("all"), ...boxSets].map((sum) => ({
      id: sum.kind ?? "",
      way: say.wayOfSum(sum),
      price: sum.price,
    })),
  ].toSorted((a, b) => a.price - b.price)
  const [cheapest, ...dearer] = offers

  const isOfPrice = asked.measure === "cheaper" || asked.measure === "dearer"

  /** A box set beside the volumes that it holds, one by one. */
  const boxAndBooks = (): string | undefined => {
    const [books] = sumsOf("named")
    if (!isOfPrice || books === undefined) return undefined
    const [first = 1] = askedVolumes(scene.prompt.question)
    const box = [
      ...choices.flatMap(({ item }) => item ?? []),
      ...known.filter(
        ({ holdsVolumes: [from = 0, to = 0], title }) =>
          title === books.title && from <= first && first <= to,
      ),
    ].find(({ kind }) => kind === "box-set")
    if (box?.price === undefined) return undefined
    return say.joined([
      say.priced(box, scene.today),
      say.sumOfVolumes(books),
      say.difference(Math.abs(books.price - box.price)),
    ])
  }

  const compared = (): string | undefined => {
    const both = boxAndBooks()
    if (both !== undefined || (isOfPrice && isNumbered)) return both
    if (!isOfPrice || isNumbered || cheapest === undefined || dearer.length === 0) return undefined
    const all = sumsOf("all")
    const single = all.find(({ kind = "" }) => kind.endsWith("paperbacks")) ?? all[0]
    const subject = wayAsked(asked.text)
    return say.joined([
      subject === undefined || !offers.some(({ id }) => id === subject)
        ? undefined
        : say.verdict(subject === cheapest.id),
      say.cheapestWay(cheapest.way, cheapest.price),
      // "How much do I save with the bundle?"
      (asksGap.test(asked.text) || subject !== undefined) &&
      single !== undefined &&
      single.price > cheapest.price
        ? say.difference(single.price - cheapest.price)
        : undefined,
    ])
  }

  /** Is the money that is named enough for all, in some way, and what would be left of it? */
  const verdict = (): string | undefined => {
    const bound = moneyIn(asked.text)
    if (bound === undefined) return undefined
    const [row] = [...part(priceAlone), ...all(priceAlone)]
    const price = (choices.some(({ format }) => format !== undefined) ? row : undefined)?.price
    if (bound.asksChange && row !== undefined)
      return asked.reckons ? undefined : say.change(bound.yen - (price ?? row.price))
    if (!asked.wantsAll || cheapest === undefined) return undefined
    const least = price ?? cheapest.price
    return say.verdict(bound.atMost ? least <= bound.yen : least >= bound.yen)
  }

  return { told, tellsAll, compared, verdict }
}

const priceAlone: ReadonlySet<Aspect> = new Set(["price", "total"])
const asksEach = /\b(?:which|any|anything|some|what volumes)\b|どの|どれ|何巻/u
/** Answered by yes or no: do the boxes hold the whole of it? */
const asksWhetherWhole =
  /(?:^|[,;?.] ?|\b(?:so|and|then|but) )(?:do|does|did|will|would|is|are|have|has|can)\b[^?]*\b(?:complete|everything|whole|entire|full|all (?:of|the|volumes)|nothing missing|finish\w*)\b|(?:全部|全巻|すべて|ぜんぶ|完結まで|最後まで)[^。?]*(?:揃|そろ|入って|読め|手に入|カバー)[^。?]*(?:か|[?]|$)/u

/** Which way of buying is said to be cheaper: "Is the bundle cheaper than …?"; `undefined` where no yes or no is asked for. */
const wayAsked = (text: string): string | undefined => {
  const [, english, japanese] = saysCheaper.exec(text) ?? []
  const said = english ?? japanese
  if (said === undefined || offersChoice.test(text)) return undefined
  return ways.find(([, words]) => words.test(said))?.[0]
}
const saysCheaper =
  /\b(?:is|are|does|do|would|will|if)\b(.*?)\b(?:cheaper|less|a better deal|better value|save|cost less)\b(?=.*\bthan\b|.*\binstead\b|.*\bcompared\b)|(?:より|比べて?)、?([^、。?]{0,20}?)(?:の(?:方|ほう)が|だと|なら|は)?(?:安|お?得)[^。?]*(?:か|[?]|の|$)/u
const offersChoice = /\bwhich\b|\bor\b|どっち|どちら|どれ/u
const ways: ReadonlyArray<readonly [id: string, words: RegExp]> = [
  ["all-box-sets", /box|ボックス|箱/u],
  [
    "bundle",
    /bundle|all at once|as a (?:set|whole)|in one go|電子.*(?:セット|まとめ|全巻)|まとめ|セット|一括/u,
  ],
  ["all-paperbacks", /paper|print|physical|紙|単行本/u],
  ["all-digital", /digital|e-?book|電子/u],
]

const asksGap =
  /\bsaved?\b|\bsavings?\b|\bdifference\b|\bhow much (?:less|more|cheaper)\b|差|お得|(?:いくら|何円|なんぼ|どれ(?:くらい|ぐらい|だけ)|どの(?:くらい|ぐらい))[^。?]{0,4}(?:安|違|浮|得)/u
