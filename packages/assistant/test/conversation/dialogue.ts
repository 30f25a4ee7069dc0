/** A conversation gone through by the real reading, without a store: what each question was taken to mean. */
import type { Order } from "@manga-assist/catalogue"
import { emptyMemory, type Memory } from "../../src/conversation/Memory.ts"
import { resolveWithin } from "../../src/conversation/FollowUp.ts"
import { remembered } from "../../src/conversation/Remember.ts"
import type { Question } from "../../src/reading/Question.ts"
import { read } from "../../src/reading/Read.ts"

export interface Said {
  readonly ask: string
  /** Series of the products shown; those that the question names unless given. */
  readonly shown?: ReadonlyArray<string>
  readonly products?: ReadonlyArray<string>
  readonly answer?: string
}

export interface Heard {
  readonly question: Question
  readonly memory: Memory
}

/** Each question as it was understood, with what was settled after it. */
export const dialogue = (
  turns: ReadonlyArray<Said>,
  orders?: ReadonlyArray<Order>,
): ReadonlyArray<Heard> => {
  let memory = emptyMemory
  return turns.map(({ answer = "", ask, products = [], shown }) => {
    const question = resolveWithin(read(ask), memory, orders)
    const series = shown ?? question.slots.series
    memory = remembered(memory, question, { question: ask, answer, products, series })
    return { question, memory }
  })
}

/** What the last of some questions means. */
export const meaning = (...turns: ReadonlyArray<Said | string>): Question => {
  const heard = dialogue(turns.map((turn) => (typeof turn === "string" ? { ask: turn } : turn)))
  const last = heard.at(-1)
  if (last === undefined) throw new Error("nothing was asked")
  return last.question
}
