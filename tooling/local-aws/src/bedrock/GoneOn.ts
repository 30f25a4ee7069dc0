/**
 * Chooses policies that a question without a title means by what the answer before it told: after "you can pre-order it
 * now", "will I be charged at once?" asks when pre-orders are charged.
 */
import { longPattern } from "./language/LongPattern.ts"
import { type Prompt } from "./PromptReader.ts"

interface GoneOn {
  /** The topic's name in the prompt. */
  readonly topic: RegExp
  /** What the last answer told. */
  readonly told: RegExp
  /** What is asked of it. */
  readonly asks: RegExp
}

const goneOn: ReadonlyArray<GoneOn> = [
  {
    topic: /pre-?order/u,
    told: /pre-?order|予約/u,
    asks: longPattern(String.raw`
        \bcharge[ds]?\b|\bbill(?:ed)?\b|\bpa(?:y|id)\b|\bdebit\w*|\bcancel\w*|\bchange my mind\b|\barriv\w*|\bget (?:it|here|them)\b|\breceive\b
        |引き落|支払|払|請求|決済|キャンセル|取り消|やめ|気が変わ|届
      `),
  },
  {
    topic: /return|damage/u,
    told: /damaged|破損/u,
    asks: longPattern(String.raw`
        \bby when\b|\bhow (?:soon|long|many days|quickly|late)\b|\bdeadline\b|\btime limit\b|\buntil when\b|\b(?:within|after) \d+ days\b|\b(?:who|do i) pays?\b|\bpostage\b
        |いつまで|何日以内|何日まで|期限|何日間|日以内|着払い|元払い|送料|負担
      `),
  },
  {
    topic: /ship|deliver/u,
    told: /free from|無料/u,
    asks: longPattern(String.raw`
        \b(?:above|over|under|below|beyond|from) (?:what|which|how much)\b|\bamount\b|\bthreshold\b|\b(?:not|don't) pay\b|\bfor free\b
        |円(?:以上|以下|未満)|いくらから|いくら以上
      `),
  },
  {
    topic: /digital/u,
    told: /digital edition|e-?book|電子/u,
    asks: /\binstant\w*|\bimmediately\b|\b(?:right|straight) ?away\b|\bat once\b|\bwait\b|すぐ|即|待た/u,
  },
]

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

export const policiesGoneOn = ({ before, policies, question }: Prompt): ReadonlyArray<string> => {
  const [told, asked] = [folded(before), folded(question)]
  const found = goneOn.filter((each) => each.told.test(told) && each.asks.test(asked))
  return [...policies.keys()].filter((name) =>
    found.some(({ topic }) => topic.test(name.toLowerCase())),
  )
}
