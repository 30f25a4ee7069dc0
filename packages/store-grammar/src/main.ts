/**
 * Command line of the grammar: `pnpm grammar explain "text"` prints how the store reads each text, as JSON: its words and
 * the tokens after the rewrite rules with the meaning of each kind, its form with the store's own sentences or why it has
 * none, and what it asks for. Wrong arguments exit 2.
 */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { type Token, wordKinds } from "./kinds/Kind.ts"
import { makeStoreReader } from "./StoreReader.ts"

const meant = ({ kind, value }: Token): string =>
  `${kind}${value === "" ? "" : `=${value}`}: ${wordKinds.get(kind) ?? ""}`

const usage = 'usage: pnpm grammar explain "text" ["text" …]'

const [command, ...texts] = process.argv.slice(2)
if (command === "--help") console.log(usage)
else if (command !== "explain" || texts.length === 0) {
  console.error(usage)
  process.exitCode = 2
} else {
  const { read, sentenceOf } = makeStoreReader(demoCatalogue(), mangaShop())
  for (const text of texts) {
    const { reading, ...asked } = read(text)
    const { cut, letters, tokens } = reading
    const explained = {
      text,
      words: cut.map((token) => `${letters.text.slice(token.start, token.end)} → ${meant(token)}`),
      tokens: tokens.map(meant),
      ...(reading.known
        ? { form: reading.form, en: sentenceOf(reading, "en"), ja: sentenceOf(reading, "ja") }
        : { withoutForm: reading.reason }),
      ...asked,
    }
    console.log(JSON.stringify(explained, undefined, 2))
  }
}
