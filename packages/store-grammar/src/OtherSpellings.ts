/**
 * Other spellings of a Japanese title that mean the same: figures in kanji and kanji in figures, 君 for くん, バ for ヴァ.
 * Pure.
 */
const kanjiFigures = "〇一二三四五六七八九"

/** Up to 99, as a title has it: 20世紀少年 is also written 二十世紀少年. */
const inKanji = (figures: string): string => {
  const tens = Math.floor(Number(figures) / 10)
  const ones = Number(figures) % 10
  const front = tens === 0 ? "" : `${tens === 1 ? "" : kanjiFigures.charAt(tens)}十`
  return front + (ones === 0 && tens > 0 ? "" : kanjiFigures.charAt(ones))
}

/** Figures before a Japanese counter, and the kanji for them before the same counters, are one spelling. */
export const otherFigures = (title: string): ReadonlyArray<string> => {
  const kanji = title.replace(/(?<!\d)\d{1,2}(?=[世月つ等号人匹])/gu, inKanji)
  const figures = title.replace(/[一二三四五六七八九](?=[月つ号世]|等分)/gu, (kanjiFigure) =>
    String(kanjiFigures.indexOf(kanjiFigure)),
  )
  const kun = title.replace(/くん$/u, "君")
  return [kanji, figures, kun].filter((spelling) => spelling !== title)
}

const vowelsOfV: Readonly<Record<string, string>> = { ァ: "バ", ィ: "ビ", ェ: "ベ", ォ: "ボ" }

/** ヴァンパイア is also written, and typed in Latin letters, as バンパイア. */
export const withoutV = (title: string): ReadonlyArray<string> =>
  title.includes("ヴ")
    ? [title.replace(/ヴ([ァィェォ])?/gu, (_, vowel: string) => vowelsOfV[vowel] ?? "ブ")]
    : []
