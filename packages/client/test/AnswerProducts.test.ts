import { expect, it } from "vitest"
import { AnswerProducts } from "../src/AnswerProducts.ts"
import type { ProductCard } from "../src/index.ts"

type List = ReadonlyArray<string>

const cardOf = (id: string): ProductCard => ({
  id,
  title: id,
  price: { amount: 528, currency: "JPY" },
  inStock: true,
})

/** What is told of each answer's lists in turn, with a restart between them, and of the end. */
const told = (...answers: ReadonlyArray<ReadonlyArray<List>>) => {
  const products = new AnswerProducts()
  const lists: Array<List> = []
  const keep = (list: ReadonlyArray<ProductCard> | undefined) => {
    if (list !== undefined) lists.push(list.map(({ id }) => id))
  }
  for (const [at, answer] of answers.entries()) {
    if (at > 0) products.restart()
    for (const list of answer) keep(products.add(list.map(cardOf)))
  }
  keep(products.end())
  return lists
}

const [first, second, third]: ReadonlyArray<List> = [["a"], ["b", "c"], []]
const lists = (...of: ReadonlyArray<List | undefined>) => of.map((list = []) => list)

it("tells each list as it comes, an empty one too", () => {
  expect(told(lists(first, second, third, first))).toEqual([["a"], ["b", "c"], [], ["a"]])
  expect(told([])).toEqual([])
})

it("tells none again that comes again", () => {
  expect(told(lists(first, second), lists(first, second))).toEqual([["a"], ["b", "c"]])
  // As a server keeps a finished answer: with its last list alone.
  expect(told(lists(first, second), lists(second))).toEqual([["a"], ["b", "c"]])
  expect(told(lists(first), [], lists(first))).toEqual([["a"]])
})

it("goes on where the answer was cut", () => {
  expect(told(lists(first), lists(first, second))).toEqual([["a"], ["b", "c"]])
})

it("tells what is found anew, and ends with what the answer ends with", () => {
  expect(told(lists(first), lists(second))).toEqual([["a"], ["b", "c"]])
  expect(told(lists(first, second), lists(first))).toEqual([["a"], ["b", "c"], ["a"]])
  expect(told(lists(first, second), lists(third, first))).toEqual([["a"], ["b", "c"], [], ["a"]])
})
