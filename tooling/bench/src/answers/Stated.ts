/**
 * Extracts the statements of an answer (figures, dates, titles, stock) and classifies each as found in the prompt's
 * facts, computed from them, or from nowhere. Pure.
 */
import { series } from "@manga-assist/catalogue"
import { isComputed, stockWords } from "./FactWords.ts"
import type { PromptFacts } from "./PromptFacts.ts"
import { dated, plain } from "./Texts.ts"

export interface Statement {
  readonly kind: "figure" | "date" | "title" | "stock"
  readonly text: string
}

const titles: ReadonlyArray<string> = [
  ...new Set(
    series()
      .flatMap(({ english, japanese }) => [english, japanese])
      .map((title) => title.normalize("NFKC")),
  ),
].sort((a, b) => b.length - a.length)

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&")

/** One word that is a word of the language as well (`Another`, `Real`) is a title only where it is not a sentence's first. */
const titlePattern = (title: string): RegExp => {
  const before = /^[\p{L}\d]/u.test(title) ? String.raw`(?<![\p{L}\p{M}\d])` : ""
  const after = /[\p{L}\d]$/u.test(title) ? String.raw`(?![\p{L}\p{M}\d])` : ""
  if (/^[\x20-\x7e]+$/u.test(title)) {
    const middle = title.includes(" ") ? "" : String.raw`(?<!(?:^|[.!?]) *)`
    return new RegExp(`${middle}${before}${escaped(title)}${after}`, "gu")
  }
  // Between Japanese letters a short title is part of any word; answers quote them.
  return new RegExp(`(?<=[『「])${escaped(title)}(?=[』」])`, "gu")
}

const patterns = titles.map((title) => ({ title, pattern: titlePattern(title) }))

const date = /(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)/gu
const figure = /¥?(?<![\d.])\d+(?:\.\d+)?/gu

export const statements = (answer: string): ReadonlyArray<Statement> => {
  const found: Array<Statement> = []
  let rest = answer.normalize("NFKC")
  for (const { pattern, title } of patterns) {
    const without = rest.replaceAll(pattern, " ")
    if (without !== rest) found.push({ kind: "title", text: title })
    rest = without
  }
  // A numbered order is a name, not a figure.
  rest = rest.replaceAll(/\b[A-Z]{2}-\d{2}-\d{4}\b/gu, " ")
  const text = dated(rest)
  for (const [each] of text.matchAll(date)) found.push({ kind: "date", text: each })
  for (const [each] of text.replaceAll(date, " ").matchAll(figure)) {
    found.push({ kind: "figure", text: each })
  }
  const isOut = stockWords.out.some((words) => text.includes(plain(words)))
  if (isOut) found.push({ kind: "stock", text: "out" })
  let others = text
  for (const words of stockWords.out) others = others.replaceAll(plain(words), " ")
  // That nobody knows when it will be again states nothing.
  if (/\bin stock\b(?! again)|在庫があります|在庫がござい|在庫は残り/u.test(others)) {
    found.push({ kind: "stock", text: "in" })
  }
  return found
}

export type Origin = "facts" | "computed" | "nowhere"

/** Where each comes from. */
/** What a product or a sum says of stock: `true` for what can ship, `false` for what cannot. */
const stockIn = (record: Readonly<Record<string, unknown>>): ReadonlyArray<unknown> => {
  const { count, inStock, notInStock } = record
  if (typeof notInStock !== "number") return [inStock]
  return [...(notInStock > 0 ? [false] : []), ...(notInStock === count ? [] : [true])]
}

export const originsOf = (
  stated: ReadonlyArray<Statement>,
  facts: PromptFacts,
): ReadonlyArray<Origin> => {
  const text = dated(facts.text)
  const written = facts.text.normalize("NFKC")
  const numbers = new Set([...text.matchAll(/\d+(?:\.\d+)?/gu)].map(([digits]) => digits))
  const inStock = new Set(facts.records.flatMap(({ value }) => stockIn(value)))
  const isFact = ({ kind, text: each }: Statement): boolean => {
    switch (kind) {
      case "title":
        return written.includes(each) || text.includes(plain(each))
      case "date":
        return text.includes(each)
      case "figure":
        return numbers.has(each.replace("¥", ""))
      case "stock":
        return (
          inStock.has(each === "in") ||
          // Said before, in the same conversation, or by a policy.
          (each === "in" ? /\bin stock\b|在庫があります/u : /out of stock|在庫切れ/u).test(text)
        )
    }
  }
  return stated.map((each) =>
    isFact(each)
      ? "facts"
      : each.kind === "figure" && isComputed(facts, each.text)
        ? "computed"
        : "nowhere",
  )
}
