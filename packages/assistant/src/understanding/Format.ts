/** Paper, digital or box set. Undefined when none or two are named. Reads masked, lower-case text. */
import type { ProductFormat } from "@manga-assist/catalogue"

const boxSet =
  /\bbox(?:ed)?[\s-]?sets?\b|\b(?:complete|full|whole|entire) (?:box|set|collection)\b|全巻セット|全巻box|ボックス|(?<![a-z])box(?![a-z])|セット(?:販売|で|が|は|の|を|あり)/u
const digital =
  /\be[\s-]?books?\b|\bdigital(?:ly)?\b|\bkindle\b|\bkobo\b|\bepub\b|\bpdf\b|\belectronic(?:ally)?\b|\bdownload(?:able)?\b|電子|デジタル|キンドル/u
const paper =
  /\bpaper[\s-]?backs?\b|(?<!wrapping )\bpaper\b|\bphysical(?:ly)?\b|\bprint(?:ed)? (?:edition|version|copy|copies|book|format|volume)s?\b|\bin print\b|\bprinted\b|\b(?:as|of|for) print\b|\bprint(?=[\s?.!,]*$)|\bhard[\s-]?cop(?:y|ies)\b|\bsoft[\s-]?covers?\b|\bhard[\s-]?covers?\b|ペーパーバック|単行本|(?<![包装手表用画台色折])紙(?!袋|幣)/u
const refused =
  /\b(?:not|no|without|non|instead of|rather than|don't want|do not want)\s(?:the |a |an |any )?$/u
const refusedAfter = /^(?:版|書籍)?(?:ではなく|じゃなくて|じゃなく|以外|は嫌|はいや|はいらない)/u

const asked = (text: string, pattern: RegExp): boolean => {
  const match = pattern.exec(text)
  if (match === null) return false
  const before = text.slice(Math.max(0, match.index - 24), match.index)
  const after = text.slice(match.index + match[0].length, match.index + match[0].length + 10)
  return !refused.test(before) && !refusedAfter.test(after)
}

export const formatOf = (text: string): ProductFormat | undefined => {
  if (asked(text, boxSet)) return "box-set"
  const onPaper = asked(text, paper)
  const onScreen = asked(text, digital)
  if (onPaper === onScreen) return undefined
  return onPaper ? "paperback" : "digital"
}
