/**
 * Gives the English or Japanese word for a value that the parser found in a question (a slot's value) and that is
 * neither a title, a person nor a number, such as a theme or a format: from the lists of words for sentences
 * (`spoken-…`), else the first wording of the grammar's own lists in that language. Built at the first call;
 * `undefined` where the language has no word.
 */
import type { Locale } from "@manga-assist/protocol"
import { allWords, wordsNamed } from "../lists/WordFiles.ts"

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

interface Gloss {
  en?: string
  ja?: string
}

type Glosses = ReadonlyMap<string, Gloss>

const headed = /^([A-Z]+(?:=[\w-]+)?):(.*)$/u

const spoken = (): Map<string, Gloss> =>
  new Map(
    ["spoken-policies", "spoken-wishes"]
      .flatMap((list) => wordsNamed(list).split("\n"))
      .map((line) => {
        const [, head = "", wordings = ""] = headed.exec(line) ?? []
        const [en = "", ja = ""] = wordings.split(";").map((wording) => wording.trim())
        return [head, { ...(en === "" ? {} : { en }), ...(ja === "" ? {} : { ja }) }] as const
      }),
  )

const made = (): Glosses => {
  const glosses = spoken()
  for (const line of allWords.split("\n")) {
    const [, head, wordings = ""] = headed.exec(line) ?? []
    if (head === undefined) continue
    const gloss = glosses.get(head) ?? {}
    glosses.set(head, gloss)
    if (gloss.en !== undefined && gloss.ja !== undefined) continue
    for (const wording of wordings.split(";").map((each) => each.trim())) {
      if (wording === "" || wording.includes("(")) continue
      if (japanese.test(wording)) gloss.ja ??= wording
      else gloss.en ??= wording
    }
  }
  return glosses
}

let glosses: Glosses | undefined

export const glossOf = (kind: string, value: string, locale: Locale): string | undefined => {
  glosses ??= made()
  return glosses.get(value === "" ? kind : `${kind}=${value}`)?.[locale]
}
