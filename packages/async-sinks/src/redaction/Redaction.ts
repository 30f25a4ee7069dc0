/**
 * Redacts personal data in English and Japanese text before audit or analytics: e-mail addresses, telephone numbers,
 * postal addresses, card numbers, order numbers, and the secrets of `Secrets.ts`.
 *
 * Each match is replaced by its kind in brackets. It recognises forms, not names of people. Pure.
 */

import { is, object } from "@manga-assist/options"
import { check } from "../contract/CheckOptions.ts"
import { maskSecrets } from "./Secrets.ts"

export interface RedactionRules {
  /** How this shop's order numbers look; with the global flag. */
  readonly orderIds?: RegExp | undefined
}

const ruleRules = object<RedactionRules>({
  orderIds: is(
    "a regular expression with the flag g",
    (value) => value instanceof RegExp && value.global,
  ),
})

type Replace = (text: string) => string

/** Most texts hold nothing to find; these say so at a tenth of the cost. */
const AT = /[@＠]/u
const DIGITS = /[\d０-９][\d０-９\s().‐－ー−-]{5,}[\d０-９]/u
const PLACE_JA = /[都道府県市区町村][^\s、。]{0,60}[\d０-９一二三四五六七八九十]/u
const STREET_EN = /\d[A-Za-z]?,? [A-Z]/u

/** Full-width digits, letters and signs are read as their narrow ones, in place. */
const WIDE = /[！-～　]/gu
const narrow: Replace = (text) =>
  text.replaceAll(WIDE, (character) =>
    character === "　" ? " " : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  )

/** Latin letters: in Japanese text nothing else parts an address from the words around it. */
const EMAIL =
  /[\p{Script=Latin}\d._%+'-]{1,64}@(?:[\p{Script=Latin}\d-]{1,63}\.){1,8}\p{Script=Latin}{2,24}/gu
/** 13 to 19 digits in any grouping. */
const CARD = /(?<![\d-])\d(?:[ -]?\d){12,18}(?!\d)/gu
/** International, or with a leading 0 or an area code in brackets: 9 to 15 digits in all. */
const PHONE = /(?<![\d\w-])(?:\+|0|\(0?\d)[\d\s().‐－ー−-]{7,20}\d(?![\d\w])/gu
/** North American, without a leading sign: groups of 3, 3 and 4. */
const PHONE_US = /(?<![\d\w-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d\w])/gu
const POSTCODE_JA = /〒 ?\d{3}[ ‐－ー−-]?\d{4}|(?<!\d)\d{3}[‐－ー−-]\d{4}(?![\d‐－ー−-])/gu
/** A prefecture and what follows it, up to the house number. */
const ADDRESS_JA =
  /(?:東京都|北海道|(?:大阪|京都)府|\p{Script=Han}{2,3}県)[^\s、。,!?！？]{1,40}?[\d一二三四五六七八九十](?:丁目|番地?|号|の|[‐－ー−-]|\d|[一二三四五六七八九十])*(?:[\p{L}\p{N}]{1,20}(?:マンション|ハイツ|ビル|荘|号室))?/gu
/** A city or ward and a house number, without its prefecture. */
const ADDRESS_JA_SHORT =
  /[\p{Script=Han}\p{Script=Katakana}ヶ]{1,10}[市区町村][^\s、。,!?！？\d]{1,20}\d(?:丁目|番地?|号|[‐－ー−-]|\d)+/gu
const STREETS =
  "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Terrace|Way|Close|Crescent"
const ADDRESS_EN = new RegExp(
  String.raw`(?<![\d\w])\d{1,5}[A-Za-z]?,? (?:[A-Z][\p{L}'.-]*\.? ){1,4}(?:${STREETS})(?![\p{L}])\.?(?:,? (?:Apt|Apartment|Unit|Suite|Flat|#) ?[\w-]{1,6})?(?:,? [A-Z][\p{L} .'-]{1,30},? [A-Z]{2} \d{5}(?:-\d{4})?)?`,
  "gu",
)

const digitsOf = (text: string): string => text.replaceAll(/\D/gu, "")

/** The check digit of card numbers (ISO/IEC 7812-1). */
const isLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length > 0 && sum % 10 === 0
}

/** A book's number may have the check digit of a card by chance. */
const isIsbn = (digits: string): boolean => {
  if (!/^97[89]\d{10}$/u.test(digits)) return false
  let sum = 0
  for (const [index, digit] of [...digits].entries())
    sum += Number(digit) * (index % 2 === 0 ? 1 : 3)
  return sum % 10 === 0
}

const cards: Replace = (text) =>
  text.replaceAll(CARD, (found) => {
    const digits = digitsOf(found)
    return isLuhn(digits) && !isIsbn(digits) ? "[card]" : found
  })

const phones: Replace = (text) =>
  text
    .replaceAll(PHONE, (found) => {
      const { length } = digitsOf(found)
      return length >= 9 && length <= 15 ? "[phone]" : found
    })
    .replaceAll(PHONE_US, "[phone]")

const addresses: Replace = (text) => {
  let result = text.replaceAll(POSTCODE_JA, "[postcode]")
  if (PLACE_JA.test(text)) {
    result = result.replaceAll(ADDRESS_JA, "[address]").replaceAll(ADDRESS_JA_SHORT, "[address]")
  }
  return STREET_EN.test(text) ? result.replaceAll(ADDRESS_EN, "[address]") : result
}

/** Cards before telephones: both are rows of digits, and only cards have a check digit. */
export const redactText = (text: string, rules: RedactionRules = {}): string => {
  check("redactText", ruleRules, rules)
  return redacted(text, rules)
}

const redacted = (text: string, { orderIds }: RedactionRules): string => {
  let result = maskSecrets(text)
  const apply = (replace: Replace): void => {
    result = replace(result)
    // Wide forms are made narrow only where that finds something: other text stays as it was written.
    if (result.search(WIDE) === -1) return
    const narrowed = narrow(result)
    const found = replace(narrowed)
    if (found !== narrowed) result = found
  }
  if (AT.test(text)) apply((each) => each.replaceAll(EMAIL, "[email]"))
  const rows = DIGITS.test(text)
  if (rows) apply(cards)
  if (orderIds !== undefined) apply((each) => each.replaceAll(orderIds, "[order]"))
  if (rows) apply(phones)
  apply(addresses)
  return result
}

const redactedIn = (value: unknown, rules: RedactionRules): unknown => {
  if (typeof value === "string") return redacted(value, rules)
  if (Array.isArray(value)) return value.map((each) => redactedIn(each, rules))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, redactedIn(each, rules)]),
  )
}

/** Redacts every text of a JSON value, however deep; keys and other values stay. @throws OptionError */
export const redact = (value: unknown, rules: RedactionRules = {}): unknown => {
  check("redact", ruleRules, rules)
  return redactedIn(value, rules)
}
