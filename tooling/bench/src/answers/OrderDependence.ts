/** Finds turns whose outcome, products or stated facts differ when the corpus is asked in another order. Pure. */
import type { Told } from "./AskedSession.ts"
import type { Ordering } from "./Ordering.ts"
import { statements } from "./Stated.ts"

export interface AskedTurn {
  readonly id: string
  readonly turn: number
  readonly told: Pick<Told, "answer" | "outcome" | "products">
}

export interface Dependence {
  readonly id: string
  readonly turn: number
  readonly differs: "products" | "facts" | "outcome"
  readonly by: ReadonlyArray<{ readonly ordering: Ordering; readonly got: string }>
}

const ways: ReadonlyArray<readonly [Dependence["differs"], (told: AskedTurn["told"]) => string]> = [
  ["outcome", ({ outcome }) => outcome],
  ["products", ({ products }) => products.map(({ id }) => id).join(", ")],
  [
    "facts",
    ({ answer }) =>
      [...new Set(statements(answer).map(({ kind, text }) => `${kind} ${text}`))].sort().join(", "),
  ],
]

export const dependences = (
  runs: ReadonlyArray<{ readonly ordering: Ordering; readonly turns: ReadonlyArray<AskedTurn> }>,
): ReadonlyArray<Dependence> => {
  const [first, ...others] = runs
  if (first === undefined) return []
  const keyOf = ({ id, turn }: AskedTurn) => `${id} ${turn}`
  const byKey = others.map(({ ordering, turns }) => ({
    ordering,
    turns: new Map(turns.map((each) => [keyOf(each), each])),
  }))
  return first.turns.flatMap((asked) => {
    const { id, turn } = asked
    const all = [
      { ordering: first.ordering, told: asked.told },
      ...byKey.flatMap(({ ordering, turns }) => {
        const same = turns.get(keyOf(asked))
        return same === undefined ? [] : [{ ordering, told: same.told }]
      }),
    ]
    for (const [differs, of] of ways) {
      const by = all.map(({ ordering, told }) => ({ ordering, got: of(told) }))
      if (new Set(by.map(({ got }) => got)).size > 1) return [{ id, turn, differs, by }]
    }
    return []
  })
}
