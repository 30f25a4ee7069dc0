/** The demo shop's parser, one for all tests of this package. */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { Form } from "../src/forms/Sentence.ts"
import { storeNames } from "../src/Names.ts"
import { grammarOf } from "../src/StoreGrammar.ts"
import { makeStoreReader } from "../src/StoreReader.ts"

const made = makeStoreReader(demoCatalogue(), mangaShop())

export const read = (text: string, locale?: Locale) => made.read(text, locale)
export const sentenceOf = (form: Form, locale: Locale) => made.sentenceOf(form, locale)
export const { forms: formTable, grammar: storeGrammar } = grammarOf(mangaShop())

/** With its names. */
export const demoGrammar = { ...storeGrammar, names: [...storeNames(demoCatalogue())] }
