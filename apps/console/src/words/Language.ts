/**
 * The language of the page: what the visitor chose, else the browser's. `words` are its texts; `stored` and `store`
 * read and write a choice in the browser; `languageOf` detects the language of a foreign text; `sourceWords` names what
 * answered.
 */
import { computed, effect, signal } from "@preact/signals"
import { english, type Words } from "./English.ts"
import { japanese } from "./Japanese.ts"

export type Language = "en" | "ja"

export const languages: Readonly<Record<Language, Words>> = { en: english, ja: japanese }

const isLanguage = (text: string | null | undefined): text is Language =>
  text === "en" || text === "ja"

/** Storage may be forbidden; the choice then lasts as long as the page. */
export const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export const store = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Not remembered.
  }
}

const firstLanguage = (): Language => {
  const chosen = stored("language")
  if (isLanguage(chosen)) return chosen
  return navigator.language.startsWith("ja") ? "ja" : "en"
}

export const language = signal<Language>(firstLanguage())

/** The shop's own words, which the server writes into the page. */
interface ShopWords {
  readonly tagline: string
  readonly intro: string
  readonly ask: string
  readonly suggestions: ReadonlyArray<string>
}

const none: ShopWords = { tagline: "", intro: "", ask: "", suggestions: [] }

const shop = ((): Partial<Record<Language, ShopWords>> & { readonly assistant?: string } => {
  const written = document.querySelector<HTMLMetaElement>('meta[name="manga-assist:shop"]')?.content
  return written?.startsWith("{") === true ? JSON.parse(written) : {}
})()

export const words = computed<Words & ShopWords & { readonly assistant: string }>(() => ({
  ...languages[language.value],
  ...(shop[language.value] ?? none),
  assistant: shop.assistant ?? "",
}))

/** What answered, in short and in full. A newer server may name what this page has no words for. */
export const sourceWords = (source: string): readonly [name: string, meaning: string] => {
  const known: Readonly<Record<string, ReadonlyArray<string>>> = words.value.sources
  const [name = source, meaning = ""] = known[source] ?? []
  return [name, meaning]
}

export const chooseLanguage = (chosen: Language): void => {
  store("language", chosen)
  language.value = chosen
}

effect(() => {
  document.documentElement.lang = language.value
})

/** Of a text of somebody else, for fonts and screen readers: kana is Japanese, as is a text of kanji. */
export const languageOf = (text: string): Language =>
  /[\u3040-\u30ff\u4e00-\u9fff]/u.test(text) ? "ja" : "en"
