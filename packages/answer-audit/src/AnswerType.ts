/**
 * What type of answer a question wants by its own words, and whether a text holds one, in English and Japanese. Pure.
 *
 * Deliberately coarse, and independent of whatever understood the question: its mistakes are what is looked for. A
 * question that says none of this, or several of them, wants no certain type.
 */

/** What was found in a text. */
interface Found {
  readonly names: ReadonlySet<string>
  readonly people: ReadonlySet<string>
  readonly others: ReadonlySet<string>
  readonly amounts: ReadonlySet<string>
  readonly rest: string
}

interface Type {
  readonly wanted: RegExp
  readonly unless?: RegExp
  /** Absent where any text may be one. */
  readonly held?: (found: Found) => boolean
}

const time =
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(?:1[89]|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}\b|\b(?:days?|weeks?|months?|years?|hours?|tomorrow|today|soon)\b|\d\s?[年月日]|明日|未定|近日/iu
const count =
  /\d|\b(?:none|one|two|three|four|five|six|seven|eight|nine|ten|several)\b|[一二三四五六七八九十]/iu

const types = {
  amount: {
    wanted: /\bhow (?:much|expensive)\b|\bprice\b|\bcosts?\b|いくら|値段|価格|何円/iu,
    held: ({ amounts, rest }) => amounts.size > 0 || /\bfree\b|無料/iu.test(rest),
  },
  time: {
    wanted: /\bwhen\b|\bwhat (?:date|day|year)\b|\brelease date\b|いつ|何[日月年]|発売日/iu,
    held: ({ rest }) => time.test(rest),
  },
  count: {
    wanted: /\bhow (?:many|old)\b|\bwhat age\b|何(?:歳|巻|話|冊|ページ)(?![目が])/iu,
    held: ({ rest }) => count.test(rest),
  },
  person: {
    wanted:
      /\bwho\b|\b(?:author|artist|writer) of\b|誰|だれ|(?:作者|作家|著者|作画)(?:は|って|を教)/iu,
    // Other works of the author of something.
    unless: /\b(?:else|other|works?)\b|他|ほか|作品/iu,
    held: ({ people }) => people.size > 0,
  },
  list: {
    wanted: /\brecommend|\bsuggest|おすすめ|オススメ|お勧め/iu,
    held: ({ names }) => names.size > 1,
  },
  reason: { wanted: /\bwhy\b|なぜ|なんで|どうして/iu },
  description: {
    wanted:
      /\babout[ ?]{0,3}$|\btell me about\b|\bplot\b|\bsynopsis\b|どんな(?:話|お話|内容|漫画|作品)|あらすじ|について/iu,
  },
} satisfies Record<string, Type>

type Named = keyof typeof types
/** `name`: of what the caller's own words ask for. */
export type AnswerType = Named | "name" | "yes or no"

const yesOrNo =
  /^(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b|(?:ます|です|ました|でした|ません)か[?？。\s]*$|(?:る|ある|いい|ない|った|んだ)[?？]\s*$/iu

const named: ReadonlyArray<readonly [Named, Type]> = [
  ["amount", types.amount],
  ["time", types.time],
  ["count", types.count],
  ["person", types.person],
  ["list", types.list],
  ["reason", types.reason],
  ["description", types.description],
]

/** Words that ask for something beside "is it" and "do you": "do you know who …". */
const asksMore =
  /\b(?:what|which|where|how|whose)\b|何|どれ|どこ|どの|どんな|どう|どちら|誰|教えて/iu

/** `forName`: words that ask for the name of something, as far as the caller knows names. */
export const typeWanted = (question: string, forName?: RegExp): AnswerType | undefined => {
  const text = question.slice(0, 300).normalize("NFKC").trim()
  const found: ReadonlyArray<AnswerType> = named
    .filter(([, { unless, wanted }]) => wanted.test(text) && unless?.test(text) !== true)
    .map(([type]) => type)
  const [first, second] = forName?.test(text) === true ? [...found, "name" as const] : found
  if (first !== undefined) return second === undefined ? first : undefined
  return yesOrNo.test(text) && !asksMore.test(text) ? "yes or no" : undefined
}

export const holdsType = (type: Named | "name", found: Found): boolean => {
  if (type === "name") return found.others.size > 0
  const { held }: Type = types[type]
  return held === undefined || held(found)
}
