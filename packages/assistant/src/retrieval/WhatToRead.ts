/**
 * Says what is read for a message: for an answer that may be kept for everybody what its form asks for, else also what
 * the message may be about within its conversation. Pure; the turn and the drafts of a message that is still being typed
 * use it alike.
 */
import type { Order } from "@manga-assist/catalogue"
import type { StoreReader } from "@manga-assist/store-grammar"
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
const asksBeyond = ({ names: { catalogue }, slots }: Question, series: string): boolean => {
  const books = slots.books ?? [{ series, volume: slots.volume }]
  const count =
    slots.format === "box-set" ? catalogue.boxesOf(series) : (catalogue.of(series)?.volumes ?? 0)
  return books.some(
    (book) => book.series === series && typeof book.volume === "number" && book.volume > count,
  )
}

/** What all volumes, or all box sets, cost together is told by a record. */
const wholeSeries = (question: Question) => {
  const { reading, reads, slots } = question
  if (!reading.known) return []
  const isWhole = reads === "whole" || slots.format === "box-set"
  return slots.series
    .filter((series) => isWhole || asksBeyond(question, series))
    .slice(0, mostWhole)
    .map((series) => ({ series, detail: "full" as const }))
}

/** Whoever asks it. */
export const readForAll = (question: Question): WhatToRead => ({
  question,
  sought: { shown: question, told: [] },
  topics: wholeSeries(question),
  asksOrders: question.ownAffairs,
  isForAll: true,
})

/** Of these the next message may go on with the orders that were spoken of. */
const turnsOfOrders = 2

const spokeOfOrders = ({ turns }: Conversation, names: StoreReader): boolean =>
  turns.slice(-turnsOfOrders).some(({ question }) => {
    const { intent, personal } = read(names, question)
    return intent === "order-status" || personal
  })

export const whatToRead = (
  question: Question,
  within: {
    readonly conversation: Conversation
    /** The customer's, where they are at hand. */
    readonly orders: ReadonlyArray<Order> | undefined
    /** The answer may be shared. */
    readonly isForAll: boolean
  },
): WhatToRead => {
  const { conversation, isForAll, orders = [] } = within
  if (isForAll) return readForAll(question)
  const asksOrders = question.ownAffairs || spokeOfOrders(conversation, question.names)
  return {
    question,
    sought: soughtFor(textOf(question.words), question, conversation),
    topics: topicsOf({ question, conversation, orders: asksOrders ? orders : [] }),
    asksOrders,
    isForAll: false,
  }
}
