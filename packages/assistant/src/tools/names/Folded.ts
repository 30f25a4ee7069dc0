/**
 * A name as it is compared: letters and figures alone, of one width, one case and one kana, without accents, a leading
 * article and words that only say that it is a manga. Pure.
 */
const accents = /[\u0300-\u036f]/gu
const article = /^(?:the|an?)\s+(?=\S)/u
const noLetters = /[^\p{L}\p{N}]/gu
const katakana = /[ァ-ヶ]/gu
const toHiragana = 0x60

/** Behind a title: 「ブルーロックの漫画」, "Blue Lock series". */
const sayingManga =
  /(?<=.)(?:\s(?:manga|comics?|series|books?)|の?(?:漫画|マンガ|まんが|コミックス?|シリーズ|先生|作品))$/u

const kana = (letters: string): string =>
  letters.replaceAll(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - toHiragana))

const letters = (name: string): string =>
  kana(name.normalize("NFD").replaceAll(accents, "").normalize("NFC").replaceAll(noLetters, ""))

const edges = /^[^\p{L}\p{N}]+/u

const plain = (name: string): string => name.normalize("NFKC").toLowerCase().trim()

/** As it stands in the catalogue. */
export const folded = (name: string): string =>
  letters(plain(name).replace(edges, "").replace(article, ""))

/** As somebody wrote it; what remains may be empty. */
export const foldedAsWritten = (name: string): string =>
  folded(plain(name).replace(sayingManga, ""))
