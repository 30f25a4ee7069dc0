/**
 * Lists the spellings by which a text can name a publisher of the catalogue: its name, the Japanese one, and the
 * magazines that many people take for it ("Jump" is Shueisha's). The value is the catalogue's name.
 */
import type { Name } from "./kinds/Kind.ts"
import names from "./names/publishers.json" with { type: "json" }

/** The Japanese name first. */
const furtherNames: Readonly<Record<string, ReadonlyArray<string> | undefined>> = names

export const publisherNames = (value: string): ReadonlyArray<Name> =>
  [value, ...(furtherNames[value] ?? [])].map((spelling) => ({
    kind: "PUBLISHERNAME",
    value,
    spelling,
    exact: true,
  }))

/** `undefined` for an unknown publisher in Japanese. */
export const publisherInJapanese = (name: string): string | undefined => furtherNames[name]?.[0]
