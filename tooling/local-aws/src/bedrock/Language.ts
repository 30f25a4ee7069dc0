/** Detects whether a text is English or Japanese. */
export type Locale = "en" | "ja"

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

/** True when there is any kana or kanji. */
export const looksJapanese = (text: string): boolean => japanese.test(text)
