/** Which questions deserve the larger model: comparisons, reasons, several titles, many wishes, long texts. */
import type { Intent, Slots } from "../Question.ts"
import { comparison } from "./IntentWords.ts"

const reasons =
  /\bwhy\b|\bexplain\w{0,3}\b|\bhow come\b|\breasons?\b|\banaly[sz]\w{1,5}\b|\bsummar\w{2,6}\b|\bthemes?\b|\bin detail\b|\breading order\b|\bin what order\b|なぜ|なんで|どうして|理由|説明|解説|詳しく|考察|魅力|あらすじ|順番/u
const exceptions =
  /\bbut\b|\bwithout\b|\bexcept\b|\bnot too\b|\bunless\b|\brather than\b|\binstead of\b|だけど|だけれど|けど|ただし|以外|ではなく|じゃなく|苦手|なしで/u

/** About 30 English words, or two Japanese sentences. */
const longEnglish = 160
const longJapanese = 70

const wishes = (slots: Slots): number =>
  slots.genres.length +
  slots.authors.length +
  [slots.demographic, slots.priceMax ?? slots.priceMin, slots.format, slots.language].filter(
    (slot) => slot !== undefined,
  ).length

const questions = (sentence: string): number => sentence.match(/[?。]./gu)?.length ?? 0

/** `sentence` is masked and lower case. */
export const difficultyOf = (
  sentence: string,
  intent: Intent,
  slots: Slots,
): "simple" | "complex" => {
  const open = intent === "recommend" || intent === "genre-browse"
  const hard =
    slots.series.length > 1 ||
    comparison.test(sentence) ||
    reasons.test(sentence) ||
    (open && (wishes(slots) >= 3 || exceptions.test(sentence))) ||
    questions(sentence) > 1 ||
    sentence.length > (/\p{Script=Hiragana}/u.test(sentence) ? longJapanese : longEnglish)
  return hard ? "complex" : "simple"
}
