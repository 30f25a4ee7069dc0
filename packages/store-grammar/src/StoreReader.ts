/**
 * Parses the questions of one shop: by its grammar, and by the titles, people, genres and
 * publishers of the shop's catalogue. A process may hold several. Pure, never throws, bounded work.
 *
 * The grammar's version is part of cache keys. The names are not: a question that they let be read differently has
 * another canonical form, and so another key.
 */
import type { Catalogue, Series, Shop } from "@manga-assist/catalogue"
import { makeQuestionReader } from "@manga-assist/language"
import type { Locale } from "@manga-assist/protocol"
import { type Form, sentenceOf } from "./forms/Sentence.ts"
import { wishOf } from "./forms/Wish.ts"
import type { Kind, Name } from "./kinds/Kind.ts"
import { namesBehind, namesOf, storeNames } from "./Names.ts"
import type { StoreReading } from "./reading/Reading.ts"
import { understood } from "./reading/Read.ts"
import { type RulesReader, rulesReader } from "./reading/RulesAsked.ts"
import { type TitlesRead, titlesOf } from "./reading/Titles.ts"
import { grammarOf, withRules } from "./StoreGrammar.ts"

export interface StoreReader {
  /** Another value once its rules are other ones. */
  readonly shop: Shop
  readonly grammarVersion: string
  readonly catalogue: Catalogue
  /** `locale` is what the client says; without it the text tells. */
  readonly read: (text: string, locale?: Locale) => StoreReading
  /** The shop's own wording of a question; see `forms/Sentence.ts`. */
  readonly sentenceOf: (form: Form, locale: Locale) => string | undefined
  /** What the slots of a wish look for: "finished food manga with at most 15 volumes"; see `forms/Wish.ts`. */
  readonly wishWords: (slots: Form["slots"], locale: Locale) => string | undefined
  /** Of a long text the first 2,000 letters are read. */
  readonly titlesIn: (text: string) => TitlesRead
  /**
   * From the next reading on the series, new or changed, is what the catalogue has and is known by its names. Some
   * microseconds for each of them, however many others there are.
   */
  readonly put: (series: Series) => void
  /** From the next reading on the catalogue has none of these series, and no text names one. */
  readonly remove: (ids: ReadonlySet<string>) => void
  /** From the next reading on these are the shop's rules. */
  readonly putRules: (rules: Shop["rules"]) => void
  /** Grows with each series that comes or goes, and with other rules: what was read before may be read otherwise now. */
  readonly version: () => number
  /** Titles that are no names, since they are everyday words too. */
  readonly collisions: () => ReadonlyArray<{ readonly value: string; readonly spelling: string }>
  /** How many texts were cut into words; see `QuestionReader`. */
  readonly cuts: () => number
}

const rulesMade = new WeakMap<Shop, RulesReader>()

/** Made once for a shop. */
const rulesOf = (shop: Shop): RulesReader => {
  const made = rulesMade.get(shop) ?? rulesReader(grammarOf(shop).things)
  rulesMade.set(shop, made)
  return made
}

function* without(kinds: ReadonlySet<string>, names: Iterable<Name>): Generator<Name> {
  for (const name of names) if (!kinds.has(name.kind)) yield name
}

/** @throws ShopError for a grammar that breaks a rule */
export const makeStoreReader = (catalogue: Catalogue, opened: Shop): StoreReader => {
  let shop = opened
  const { forms, grammar, version: grammarVersion } = grammarOf(shop)
  const rules = rulesOf(shop)
  const left = new Set(shop.withoutKinds)
  const namesHere = (names: Iterable<Name>) => (left.size === 0 ? names : without(left, names))
  const world = makeQuestionReader<Kind>({
    ...grammar,
    names: namesHere(storeNames(catalogue)),
    namesBehind: (name) => namesHere(namesBehind(catalogue, name)),
  })
  const { collisions, cuts, read } = world
  let version = 0
  /** A person with other works, and a publisher, stay what they are. */
  const isGone = ({ kind, value }: Name): boolean =>
    kind === "PERSON" ? catalogue.worksOf(value).length === 0 : kind !== "PUBLISHERNAME"
  return {
    get shop() {
      return shop
    },
    grammarVersion,
    catalogue,
    read: (text, locale) => understood(text, read(text), locale, { catalogue, forms, rules }),
    sentenceOf: (form, locale) => sentenceOf(form, { catalogue, locale }, { forms, read }),
    wishWords: (slots, locale) => wishOf(slots, { catalogue, locale }),
    titlesIn: (text) => titlesOf(read(text)),
    put: (series) => {
      const before = catalogue.of(series.id)
      catalogue.put(series)
      if (before !== undefined) world.delete(namesOf(before).filter(isGone))
      world.add(namesHere(namesOf(series)))
      version += 1
    },
    remove: (ids) => {
      const gone = [...ids].flatMap((id) => catalogue.of(id) ?? [])
      if (gone.length === 0) return
      catalogue.remove(ids)
      for (const series of gone) world.delete(namesOf(series).filter(isGone))
      version += 1
    },
    putRules: (others) => {
      shop = withRules(shop, others)
      version += 1
    },
    version: () => version,
    collisions,
    cuts,
  }
}
