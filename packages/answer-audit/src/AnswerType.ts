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
    // Not other works of the author of something.
    wanted:
      /^(?!.*(?:\b(?:else|other|works?)\b|他|ほか|作品)).*(?:\bwho\b|\b(?:author|artist|writer) of\b|誰|だれ|(?:作者|作家|著者|作画)(?:は|って|を教))/isu,
    held: ({ people }) => people.size > 0,
  },
  list: {
    wanted: /\brecommend|\bwhich (?:manga|books|series)\b|おすすめ|オススメ|お勧め/iu,
    held: ({ names }) => names.size > 1,
  },
  "maker or kind": {
    wanted: /\bpublishers?\b|\bgenres?\b|出版社|ジャンル/iu,
    held: ({ others }) => others.size > 0,
  },
  reason: { wanted: /\bwhy\b|なぜ|なんで|どうして/iu },
  description: {
    wanted:
      /\babout\s*\?*$|\btell me about\b|\bplot\b|\bsynopsis\b|どんな(?:話|お話|内容|漫画|作品)|あらすじ|について/iu,
  },
} satisfies Record<string, Type>

export type AnswerType = keyof typeof types | "yes or no"

const yesOrNo =
  /^(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b|(?:ます|です|ました|でした|ません)か[?？。\s]*$|(?:る|ある|いい|ない|った|んだ)[?？]\s*$/iu

const named: ReadonlyArray<readonly [keyof typeof types, Type]> = [
  ["amount", types.amount],
  ["time", types.time],
  ["count", types.count],
  ["person", types.person],
  ["list", types.list],
  ["maker or kind", types["maker or kind"]],
  ["reason", types.reason],
  ["description", types.description],
]

/** Words that ask for something beside "is it" and "do you": "do you know who …". */
const asksMore =
  /\b(?:what|which|where|how|whose)\b|何|どれ|どこ|どの|どんな|どう|どちら|誰|教えて/iu

export const typeWanted = (question: string): AnswerType | undefined => {
  const text = question.slice(0, 300).normalize("NFKC").trim()
  const [first, second] = named.filter(([, { wanted }]) => wanted.test(text))
  if (first !== undefined) return second === undefined ? first[0] : undefined
  return yesOrNo.test(text) && !asksMore.test(text) ? "yes or no" : undefined
}

export const holdsType = (type: keyof typeof types, found: Found): boolean => {
  const { held }: Type = types[type]
  return held === undefined || held(found)
}
