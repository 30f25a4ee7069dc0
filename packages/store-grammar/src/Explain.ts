/**
 * Explains how a text is read, in lines for people: tokens, form, the form's sentences, and the store's reading.
 * Pure.
 */
import type { Token } from "@manga-assist/language"
import { sentenceOf } from "./forms/Sentence.ts"
import { read } from "./reading/Read.ts"

const named = ({ kind, value }: Pick<Token, "kind" | "value">): string =>
  value === "" ? kind : `${kind}=${value}`

const defined = (values: object): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")

export const explain = (text: string): ReadonlyArray<string> => {
  const { reading, slots, wish, reference: _reference, ...asked } = read(text)
  const { cut, letters } = reading
  const words = cut.map(
    (token) => `${letters.text.slice(token.start, token.end)} (${named(token)})`,
  )
  return [
    `words     ${words.join(" · ")}`,
    `tokens    ${reading.tokens.map(named).join(" ")}`,
    ...(reading.known
      ? [
          `form      ${reading.form}`,
          `English   ${sentenceOf(reading, "en") ?? "no sentence"}`,
          `Japanese  ${sentenceOf(reading, "ja") ?? "no sentence"}`,
        ]
      : [`no form   ${reading.reason}`]),
    `asked     ${defined(asked)}`,
    `slots     ${defined(slots)}`,
    `wish      ${defined(wish)}`,
  ]
}
