/**
 * Finds bounds of length and price in a Japanese wish by its phrases: 「10巻もない」, 「30巻を超えないで」, 「ひと桁の巻数」,
 * 「1冊700円以上するのは高い」. Each is returned as a kind with its value; a phrase that refuses a bound is the other bound.
 *
 * Takes normalised text without gaps and titles. Pure.
 */
import { longPattern } from "../LongPattern.ts"

export interface Bound {
  readonly kind: string
  readonly value: number
}

type Side = "MAX" | "BELOW" | "MIN" | "ABOVE"

const about = "(?:くらい|ぐらい|ほど|程度|前後|ちょい|ちょっと|あたり|そこら|そこそこ)?"
/** 「…は長い」, 「…だと多すぎる」: what is refused is the bound. */
const refusal =
  "(?:の?(?:もの|やつ|作品|漫画|マンガ)?(?:は|だと|なら|とか|になると|となると)?(?:ちょっと|さすがに|もう)?(?:嫌|いや|無理|むり|ng|だめ|ダメ|駄目|きつ|キツ|しんどい|つら|辛い|長い|長すぎ|多い|多すぎ|高い|高すぎ|買えな|出せな|読めな|いらな|要らな|避け|除|抜い|抜き|外し|外す|はずし|省い|省き|省く|なし(?:で|に|$)|無し(?:で|に|$)|却下|対象外|やめ|やだ|ヤダ|アウト|飛ばし|カット|弾い|はじい|苦手|遠慮|勘弁|パス|手が出な|厳し|けっこう|結構です|読む気|困)|(?:し|す|い|行か|読ま|払|出さ|出せ)?ない(?:で|よう|もの|やつ|程度|くらい|範囲|の(?:が|で|を)|漫画|作品|$))"

/** What stands behind a number and its unit, strictest first. */
const behind: ReadonlyArray<readonly [side: Side, words: string]> = [
  ["MAX", `${about}(?:を|も)?(?:超え(?:る|た|て(?:い|)る|ちゃう)?|超|オーバー|上回る?)${refusal}`],
  ["BELOW", `${about}(?:以上|から上|もある|もする|とか(?:ある|する|の))${refusal}`],
  [
    "MAX",
    `${about}(?:を|は|より)?(?:超え(?:ない|なく|ず|なけれ)|超さ|オーバーし(?:ない|なけ)|越え(?:ない|なく|ず|なけれ)|上回らな|多くな)`,
  ],
  [
    "BELOW",
    `(?:未満|を?切(?:る|って)|を?下回|割れ|${about}も?(?:し|い|行|ゆ)?(?:か|って)?な(?:い|く)(?!で|程度)|(?:に|まで)?(?:も|は)?(?:届(?:か|いてい?な)|達し|満た|いか|行か|いってな|行ってな)|より(?:少な|短|安|下|低)|足らず|弱(?!い)|で(?:お釣|おつり))`,
  ],
  [
    "MAX",
    `${about}(?:まで|以内|以下|が(?:上限|限度|限界|max|マックス)|max|マックス|いっぱい|で(?:買|読|揃|そろ|おさ|収|済|足り|いけ|完結|終|まとま|きりよく)|に(?:おさ|収|まとま|抑|おさえ)|の予算|しか(?:な|出せ|使え)|より(?:上|多く)は)`,
  ],
  ["ABOVE", `${about}(?:オーバー|超|を?超え|を?上回|より(?:多|長|高|上))`],
  [
    "MIN",
    `${about}(?:以上|以降|から上|はほし|は欲し|はあ(?:る|って)|はない|\\+|プラス|もあ(?:る|って)|強(?!い)|(?:とか|くらい|ぐらい)(?:ある|続|行く|いく))`,
  ],
]

const units: Readonly<Record<"VOLS" | "PRICE", string>> = {
  VOLS: "(?:巻|冊|かん|カン)(?:数)?",
  PRICE: "(?:円|えん)(?:台)?",
}

const compiled = Object.entries(units).map(
  ([kind, unit]) =>
    [
      kind,
      behind.map(
        ([side, words]) =>
          [side, longPattern(String.raw`(\d{1,5})${unit}(?:の|ので|って)?${words}`)] as const,
      ),
    ] as const,
)

const digitsOfLength: ReadonlyArray<readonly [words: RegExp, bound: Bound]> = [
  [
    /(?:ひと|一|1|ヒト)(?:ケタ|けた|桁)(?:の?巻|の?冊|で(?:完結|終|おさ|収)|巻数|以内|台|くらい|に)/u,
    { kind: "VOLSMAX", value: 9 },
  ],
  [
    /(?:ふた|二|2|フタ)(?:ケタ|けた|桁)(?:巻|冊)?(?:に|まで|も)?(?:いか|行か|届か|達し|なら|突入し|乗ら)な/u,
    { kind: "VOLSMAX", value: 9 },
  ],
  [
    /(?:三|3|さん)(?:ケタ|けた|桁)(?:の?巻|の?冊|巻数|以上|に|いって|超|ある|の漫画)/u,
    { kind: "VOLSMIN", value: 100 },
  ],
]

/** 「2、3冊」, 「5巻から10巻」, 「10〜15巻くらい」. */
const range = longPattern(
  String.raw`(\d{1,3})(?:巻|冊)?(?:から|〜|～|~|ー|-|、|か|以上)(\d{1,3})(?:巻|冊)`,
)
/** 「20巻台」 */
const ofTen = /(\d{1,2}0)(?:巻|冊)台/u
/** 「10巻前後」, 「ちょうど8巻」, 「だいたい20巻」: a quarter more or less will do. */
const roughly =
  /(?:だいたい|大体|およそ|約|ざっと|ちょうど(?=\d{1,3}(?:巻|冊)(?:くらい|ぐらい|前後|ほど|程度)))(\d{1,3})(?:巻|冊)|(\d{1,3})(?:巻|冊)(?:前後|ちょっと|ちょい|そこそこ|そこら|(?:くらい|ぐらい|程度|ほど)の?(?!まで|以内|以下|で|に|しか|は(?:ほし|欲し|あ)|を?超|以上|あ))/u
const exactly =
  /(?:ちょうど|ぴったり|きっかり)(\d{1,3})(?:巻|冊)(?!くらい|ぐらい|前後|ほど|程度|以)|全(\d{1,3})(?:巻|冊)の/u
const share = 0.25

const most = (value: number): number => Math.ceil(value * (1 + share))
const least = (value: number): number => Math.max(1, Math.floor(value * (1 - share)))

const lengthIn = (written: string): ReadonlyArray<Bound> => {
  const digits = digitsOfLength.find(([words]) => words.test(written))
  if (digits !== undefined) return [digits[1]]
  const [, from = "", to = ""] = range.exec(written) ?? []
  if (from !== "" && Number(from) < Number(to)) {
    return [
      // 「2、3冊」 is short, and one will do.
      ...(Number(to) - Number(from) > 1 ? [{ kind: "VOLSMIN", value: Number(from) }] : []),
      { kind: "VOLSMAX", value: Number(to) },
    ]
  }
  const [, ten] = ofTen.exec(written) ?? []
  if (ten !== undefined) {
    return [
      { kind: "VOLSMIN", value: Number(ten) },
      { kind: "VOLSMAX", value: Number(ten) + 9 },
    ]
  }
  const exact = exactly.exec(written)
  const around = roughly.exec(written)
  const number = Number(exact?.[1] ?? exact?.[2] ?? around?.[1] ?? around?.[2])
  if (Number.isNaN(number)) return []
  return [
    { kind: "VOLSMIN", value: exact === null ? least(number) : number },
    { kind: "VOLSMAX", value: exact === null ? most(number) : number },
  ]
}

/** Sums that have a name. */
const coins: ReadonlyArray<readonly [words: RegExp, value: number]> = [
  [/ワンコイン|五百円玉|500円玉/u, 500],
  [/千円札(?:1枚|一枚)?で(?!2|二|3|三)/u, 1000],
]

const boundsOf = (kind: string, patterns: (typeof compiled)[number][1], written: string) => {
  const found: Array<Bound> = []
  const taken = new Set<number>()
  for (const [side, words] of patterns) {
    const upper = side === "MAX" || side === "BELOW"
    const isKnown = found.some((bound) => /(?:MAX|BELOW)$/u.test(bound.kind) === upper)
    const match = words.exec(written)
    // What a stricter phrase has told of these figures holds.
    if (match === null || isKnown || taken.has(match.index)) continue
    taken.add(match.index)
    found.push({ kind: `${kind}${side}`, value: Number(match[1]) })
  }
  return found
}

/** Every phrase has a counter, a sum or a coin. */
const mayBound = /[巻冊円桁札]|かん|カン|えん|ケタ|けた|ワンコイン/u

/** `written`: without gaps, at most 600 letters. */
export const japaneseBounds = (written: string): ReadonlyArray<Bound> => {
  if (!mayBound.test(written)) return []
  const coin = coins.find(([words]) => words.test(written))
  const lengths = lengthIn(written)
  return [
    ...lengths,
    ...compiled.flatMap(([kind, patterns]) =>
      kind === "VOLS" && lengths.length > 0 ? [] : boundsOf(kind, patterns, written),
    ),
    ...(coin === undefined ? [] : [{ kind: "PRICEMAX", value: coin[1] }]),
  ]
}
