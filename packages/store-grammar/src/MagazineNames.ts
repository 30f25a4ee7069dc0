/**
 * Lists the magazines and imprints by which readers name a publisher of the catalogue: 「ヤングジャンプの漫画」, 「花とゆめ系」. A
 * magazine for boys or for girls names its readers too (kinds `BOYSMAGAZINE`, `GIRLSMAGAZINE`; rules make two wishes of
 * them). Names that are everyday words (マガジン, なかよし, ガンガン) stand in the list only with a word that tells.
 */
import type { Kind, Name } from "./kinds/Kind.ts"
import magazines from "./names/magazines.json" with { type: "json" }

const named = (
  kind: Kind,
  lists: Readonly<Record<string, ReadonlyArray<string>>>,
): ReadonlyArray<Name> =>
  Object.entries(lists).flatMap(([value, spellings]) =>
    spellings.map((spelling) => ({ kind, value, spelling, exact: true })),
  )

export const magazineNames = (): ReadonlyArray<Name> => [
  ...named("PUBLISHERNAME", magazines.PUBLISHERNAME),
  ...named("BOYSMAGAZINE", magazines.BOYSMAGAZINE),
  ...named("GIRLSMAGAZINE", magazines.GIRLSMAGAZINE),
]
