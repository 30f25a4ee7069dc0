/** The language of the book asked for, not of the answer. Reads masked, lower-case text. */

const english =
  /(?<!(?:answer|reply|respond|speak|talk|write)(?: me)? )\bin english\b|\benglish[\s-](?:version|edition|translation|language|copy|copies|volumes?|books?|manga|print|release|translated)\b|\btranslated (?:in)?to english\b|英語(?:版|訳|の(?:漫画|マンガ|本|コミック))|英訳|英語で読/u
const japanese =
  /(?<!(?:answer|reply|respond|speak|talk|write)(?: me)? )\bin japanese\b|\bjapanese[\s-](?:version|edition|language|copy|copies|print|original)\b|日本語(?:版|の(?:漫画|マンガ|本|コミック)|で読)|原語版/u

export const bookLanguageOf = (text: string): "en" | "ja" | undefined => {
  const inEnglish = english.test(text)
  if (inEnglish === japanese.test(text)) return undefined
  return inEnglish ? "en" : "ja"
}
