/**
 * Tells whether a question without a title of its own depends on the conversation before it, even where no pronoun
 * says so: it names no author or order, and either points back ("the second one") or asks for a fact that only a book
 * has ("how much?"). A name that is not recognised counts as a title unless the question clearly points back.
 *
 * Not for questions with a title ("How much is Naruto 3?"): `FollowUp.ts` decides those before it asks here. Pure.
 */
import { byKind, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import type { Memory } from "./Memory.ts"
import { fragmentOf } from "./meant/Fragment.ts"

const needsTitle: ReadonlySet<Question["intent"]> = new Set<Question["intent"]>([
  "price-or-stock",
  "release-date",
  "title-lookup",
  "author",
])

const points = (pointing: Pointing): boolean => {
  const { all, back, bare, count, describes, latest, next, numbers, other, others } = pointing
  const { asked, middle, person, place, previous, rank, related, rest, run, soldOut, whole, why } =
    pointing
  const flags = [
    all,
    back,
    bare,
    describes,
    latest,
    asked !== undefined,
    middle,
    soldOut,
    next,
    other,
    others,
    person,
    previous,
    rest,
    rank !== undefined,
    related !== undefined,
    whole,
    why,
  ]
  return (
    place !== undefined ||
    run !== undefined ||
    count !== undefined ||
    numbers.length > 0 ||
    flags.some(Boolean)
  )
}

const facts =
  `HOWMANY HOWMANYVOLS ENDVOLS WHICHYEAR START HOWOLD HOWLONG FINISHED ONGOING AUTHOR SYNOPSIS PUBLISHER DEMO KIDS
  SUITABLE READERS AGEOF RELEASE RELEASED OUT SAMEAUTHOR COMPLETESET MEASURE READFIRST OPINION STOCK PRICE WHEN AGE
  UNFINISHED ENDS WILLEND ANIME ADAPTED LIVEACTION PAGES CHAPTERS MAINCHARACTER CAST SETTING MAGAZINE GENREWORD DEMOWORD
  REVIEW POPULARQ FAMOUS SELLSWELL OMOSHIROI SEQUELOF SPINOFFOF PREQUELOF LATESTJA LASTJA VLATEST VLAST WROTE WROTEJA DREW
  STORYBY MAINWORKS FORMATQ OUTOFPRINT RESTOCK RESTOCKED LEFT LEFTJA COPY SOLDOUT RELEASEDATE HIATUS INFO ONLYVOLS STATUS`
    .split(/\s+/u)
    .filter(Boolean)

const asking = ["RECOMMEND", "RECOMMENDED", "LOOKFOR", "SEEKJA"]

/** "Not for kids then?", of a book that was spoken of. */
const ofReaders = "NOTDEMO NOTREADERS DEMO READERS KIDS AGEOF MOOD NOTMOOD LENGTH".split(" ")
const wishing =
  "MANGA RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEKJA SHOW HAVEANY WANTTO THEY ONLY".split(" ")
const mostOfFragment = 5

const asksOfReaders = ({ reading: { tokens } }: Question, { about }: Memory): boolean => {
  const said = byKind(tokens)
  return (
    about === "things" &&
    tokens.length <= mostOfFragment &&
    says(said, ofReaders) &&
    !says(said, wishing)
  )
}

/** Names nothing itself, and asks for something that only what was spoken of has. */
export const leans = (question: Question, pointing: Pointing, memory: Memory): boolean => {
  const { intent, reference, slots } = question
  if (slots.authors.length > 0 || slots.orderId !== undefined) return false
  const said = byKind(question.reading.tokens)
  // 「もっと短くて完結してる冒険ものない？」 names what it is to be about, and chooses nothing that was shown.
  const isWish = intent === "recommend" || intent === "genre-browse"
  const chooses = pointing.describes || pointing.all || pointing.person
  if (isWish && slots.genres.length > 0 && !chooses) return false
  // 「少女漫画でお願いします」 goes on with a wish.
  if (isWish && memory.about === "wish" && slots.demographic !== undefined && !chooses) return false
  const namesBook = pointing.numbers.length > 0 || slots.volume !== undefined || pointing.whole
  // "Do you recommend anything that is finished?" asks for books, and of none that was spoken of.
  if (says(said, asking) && !pointing.back && !pointing.describes && !namesBook) return false
  // "Is Solo Leveling in stock?" is not about the book before, though no title was recognised.
  const { all, asked, back, describes, middle, other } = pointing
  const { person, place, related, run, soldOut, whole } = pointing
  const isSure =
    [
      asked !== undefined,
      middle,
      soldOut,
      whole,
      all,
      back,
      describes,
      other,
      person,
      related !== undefined,
    ].some(Boolean) ||
    says(said, ["OTHERWAY"]) ||
    place !== undefined ||
    run !== undefined
  if (reference.unknownName && !isSure) return false
  if (slots.volume !== undefined && slots.series.length === 0) return true
  if (memory.about === "things" && fragmentOf(question) !== undefined) return true
  if (needsTitle.has(intent) || points(pointing) || asksOfReaders(question, memory)) return true
  // "So what's not in a box?"
  const isOfEdition = memory.about === "things" && intent === "other" && slots.format !== undefined
  return pointing.reacts || isOfEdition || says(said, facts)
}
