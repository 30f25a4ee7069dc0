/**
 * Says what is read for a message: for an answer that may be kept for everybody what its form asks for, else also what
 * the message may be about within its conversation. Pure; the turn and the drafts of a message that is still being typed
 * use it alike.
 */
import type { Catalogue, Order } from "@manga-assist/catalogue"
import type { Conversation } from "../conversation/Conversation.ts"
import { topicsOf } from "../facts/Topics.ts"
import { textOf } from "../reading/CustomerWords.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import type { RetrieveInput } from "./FindProducts.ts"
import { soughtFor } from "./Sought.ts"

type WhatToRead = Pick<RetrieveInput, "asksOrders" | "isForAll" | "question" | "sought" | "topics">

/** Added up in one shared answer. */
const mostWhole = 2

/** A book that the series does not have: what is asked then is what it has, and what is announced. */
const asksBeyond = ({ slots }: Question, series: string, catalogue: Catalogue): boolean => {
  const books = slots.books ?? [{ series, volume: slots.volume }]
  const count =
    slots.format === "box-set" ? catalogue.boxesOf(series) : (catalogue.of(series)?.volumes ?? 0)
  return books.some(
    (book) => book.series === series && typeof book.volume === "number" && book.volume > count,
  )
}

/** What all volumes, or all box sets, cost together is told by a record. */
const wholeSeries = (question: Question, catalogue: Catalogue) => {
  const { reading, reads, slots } = question
  if (!reading.known) return []
  const isWhole = reads === "whole" || slots.format === "box-set"
  return slots.series
    .filter((series) => isWhole || asksBeyond(question, series, catalogue))
    .slice(0, mostWhole)
    .map((series) => ({ series, detail: "full" as const }))
}

/** Whoever asks it. */
export const readForAll = (question: Question, catalogue: Catalogue): WhatToRead => ({
  question,
  sought: { shown: question, told: [] },
  topics: wholeSeries(question, catalogue),
  asksOrders: question.ownAffairs,
  isForAll: true,
})

/** Of these the next message may go on with the orders that were spoken of. */
const turnsOfOrders = 2

const spokeOfOrders = ({ turns }: Conversation): boolean =>
  turns.slice(-turnsOfOrders).some(({ question }) => {
    const { intent, personal } = read(question)
    return intent === "order-status" || personal
  })

export const whatToRead = (
  question: Question,
  within: {
    readonly conversation: Conversation
    /** The customer's, where they are at hand. */
    readonly orders: ReadonlyArray<Order> | undefined
    readonly catalogue: Catalogue
    /** The answer may be shared. */
    readonly isForAll: boolean
  },
): WhatToRead => {
  const { catalogue, conversation, isForAll, orders = [] } = within
  if (isForAll) return readForAll(question, catalogue)
  const asksOrders = question.ownAffairs || spokeOfOrders(conversation)
  return {
    question,
    sought: soughtFor(textOf(question.words), question, conversation, catalogue),
    topics: topicsOf({
      question,
      conversation,
      orders: asksOrders ? orders : [],
      catalogue,
    }),
    asksOrders,
    isForAll: false,
  }
}
