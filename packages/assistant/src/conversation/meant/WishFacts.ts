/**
 * Tells what a text within a conversation about wishes (criteria for recommendations) is, where it may be several
 * things: a question for facts of what was shown, a question about something else, or a fragment that goes on with the
 * wishes. Pure.
 */
import { byKind, type Pointing, says, type WishChange } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { fragmentOf } from "./Fragment.ts"

/** Facts that only a book has: who asks for them wishes nothing. */
const facts =
  `PRICE STOCK COPY LEFT SOLDOUT HOWMANYVOLS HOWMANY ENDVOLS AUTHOR WROTE WROTEJA DREW SYNOPSIS WHEN RELEASE
  RELEASEDATE PUBLISHER MAGAZINE SUITABLE VNEXT VOLUME COMPLETESET SAMEAUTHOR STATUS WHO HOWLONG HOWOLD WHICHYEAR START
  ENDS OPINION READFIRST ORD INFO`
    .split(/\s+/u)
    .filter(Boolean)

/** "完結してる?" after a list asks for a fact; 完結してるもの wishes. */
const asksIfSo =
  /(?:てる|ている|てます|ていますか|した|しました|のか?|か)$|^(?:is|are|has|have|was)/u

/** 「できれば完結してるの」: a preference, and no question. */
const prefers = /^(?:できれば|できたら|出来れば|なるべく|ideally|preferably)/u

/** Bounds and refusals: nobody asks for a fact by them. */
const boundKinds = [
  "PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE YEARMIN YEARMAX".split(
    " ",
  ),
  "NOTGENRE NOTTHEME NOTMOOD NOTDEMO NOTREADERS NOTPERSON NOTSERIES".split(" "),
].flat()

const hasBound = ({ wishes }: WishChange): boolean => boundKinds.some((kind) => wishes[kind])

const hasOwnWish = ({ hasSubject, wishes }: WishChange): boolean =>
  hasSubject || [...boundKinds, "LENGTH", "NOTLENGTH"].some((kind) => wishes[kind])

/** At one, or several, of what was shown; whom the books are for is none of it. */
const pointsAtOne = ({ reading }: Question, pointing: Pointing): boolean => {
  const { all, describes, measure, other, place, rank, run, single } = pointing
  const said = byKind(reading.tokens)
  const places = [place, run, rank, measure].some((each) => each !== undefined)
  return (
    places ||
    all ||
    other ||
    single ||
    (describes && said["NUM"]?.includes("1") === true) ||
    says(said, ["IT", "WHICH"])
  )
}

export const isFactQuestion = (
  question: Question,
  change: WishChange,
  pointing: Pointing,
  memory: Memory,
): boolean => {
  if (change.drops.length + Object.keys(change.unwishes).length > 0) return false
  const said = byKind(question.reading.tokens)
  if (says(said, ["WHICH"]) && says(said, ["MEASURE"])) return true
  // "7 volumes, right?", "is the series over?"
  if (memory.about === "things" && fragmentOf(question) !== undefined) return true
  // "Make it one with at most ten volumes"
  if (memory.about === "wish" && pointing.replaces && hasOwnWish(change)) return false
  // "Not Akira, my mother made me read it."
  const isOnly = change.wishes["FINISHED"] !== undefined && says(said, ["ONLY"])
  if (memory.about === "wish" && (change.wishes["NOTSERIES"] !== undefined || isOnly)) return false
  // 「ロボットが出るやつ」, 「30巻は長いから20巻以下」: of what is wished for, beside that which is said to it.
  const isRefused = change.wishes["NOTSERIES"] !== undefined
  const besideWish = hasBound(change) ? ["VOLUME", "NUM"] : ["RELEASE"]
  const beside = isRefused ? ["COMPLETESET"] : memory.about === "wish" ? besideWish : []
  const isBeside = isRefused || change.hasSubject || hasBound(change)
  const isNumbered = pointing.numbers.length > 0 && !hasBound(change)
  const ofFacts =
    isNumbered ||
    says(
      said,
      facts.filter((kind) => !(isBeside && beside.includes(kind))),
    )
  // "Two volumes, both on paper: total?"
  if (memory.about === "things" && (pointing.all || pointing.count !== undefined)) return true
  // "Not too long, he has no room left": beside a wish, a fact is asked only of something that is pointed at.
  if (memory.about === "wish" && hasOwnWish(change) && !pointsAtOne(question, pointing)) {
    return false
  }
  // "Then only box set 1. How much?": a price is asked for, whatever edition is chosen.
  if (memory.about === "things" && ofFacts && !change.hasSubject) return true
  if (hasBound(change) && !ofFacts && pointing.place === undefined) return false
  const likes = change.hasSubject && says(said, ["LIKED", "LIKEDJA", "LIKESJA"])
  const isWishing = change.asks || pointing.replaces || pointing.others || pointing.wants || likes
  const hasAge = change.wishes["AGEOF"] !== undefined && memory.about === "wish"
  if (ofFacts && !isWishing && !hasAge) return true
  // 「14巻の紙の在庫は今ある？」
  if (says(said, ["VOLUME"]) && says(said, ["PRICE", "STOCK"])) return true
  if (pointing.place !== undefined && !pointing.replaces) return true
  const { letters, tokens } = question.reading
  const asksSo = asksIfSo.test(letters.text) && !prefers.test(letters.text)
  // "Which of these is still running?" chooses among what was shown.
  const isAmong = pointing.all && says(said, ["WHICH"]) && memory.listed.length > 1
  if (isAmong && says(said, ["FINISHED", "ONGOING"]) && !change.hasSubject) return true
  if (says(said, ["IT"]) && !pointing.replaces && !pointing.wants) {
    return asksSo || !change.hasSubject
  }
  const isStatus = says(said, ["FINISHED", "ONGOING"])
  if (isStatus && tokens.every(({ kind }) => statusKinds.has(kind))) {
    return asksSo || memory.about === "things"
  }
  // Of what was just spoken of: 子ども向け?, "digital?".
  const isOfThing = says(said, [
    "DEMO",
    "KIDS",
    "AGEOF",
    "READERS",
    "FORMAT",
    "FINISHED",
    "ONGOING",
    "LENGTH",
  ])
  const isOfEdition = says(said, ["FORMAT"]) && !change.hasSubject && !pointing.replaces
  return memory.about === "things" && isOfThing && (!isWishing || isOfEdition) && !change.begins
}

const statusKinds: ReadonlySet<string> = new Set(
  "FINISHED ONGOING AND BUT ONLY THEY THAT IT STILL".split(" "),
)

const questionWords = "WHAT WHATIS WHO WHEN WHERE WHY HOW".split(" ")

/** "What's the weather?": its only word is none of a wish. */
export const asksElsewhere = ({ reading }: Question, change: WishChange): boolean =>
  Object.keys(change.wishes).length + Object.keys(change.unwishes).length === 0 &&
  change.drops.length === 0 &&
  !change.asks &&
  says(byKind(reading.tokens), questionWords)

const mostOfFragment = 5
const asksSomething =
  `WHAT WHATIS WHO WHEN WHERE WHY HOW HOWMANY HOWMUCH HOWLONG HOWOLD WHICH CAN CANYOU DOYOU PRICE STOCK IT THAT I MINE NUM
  EXIST SUPPORT`
    .split(/\s+/u)
    .filter(Boolean)

/** "For guys", "with a twist": right behind a wish, what asks nothing else goes on with it. */
export const isFragment = (question: Question, pointing: Pointing, memory: Memory): boolean => {
  const { intent, reading, slots } = question
  const names = slots.series.length + slots.authors.length
  return (
    memory.about === "wish" &&
    intent === "other" &&
    names === 0 &&
    reading.tokens.length <= mostOfFragment &&
    !pointing.why &&
    !pointsAtOne(question, pointing) &&
    !says(byKind(reading.tokens), asksSomething)
  )
}
