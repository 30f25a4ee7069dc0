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
import type { RetrieveInput } from "./FindProducts.ts"
import { soughtFor } from "./Sought.ts"

type WhatToRead = Pick<RetrieveInput, "isForAll" | "question" | "sought" | "topics">

/** Added up in one shared answer. */
const mostWhole = 2

/** What all volumes, or all box sets, cost together is told by a record. */
const wholeSeries = ({ reading, reads, slots }: Question) =>
  reading.known && (reads === "whole" || slots.format === "box-set")
    ? slots.series.slice(0, mostWhole).map((series) => ({ series, detail: "full" as const }))
    : []

/** Whoever asks it. */
export const readForAll = (question: Question): WhatToRead => ({
  question,
  sought: { shown: question, told: undefined },
  topics: wholeSeries(question),
  isForAll: true,
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
  if (within.isForAll) return readForAll(question)
  const { catalogue, conversation, orders = [] } = within
  return {
    question,
    sought: soughtFor(textOf(question.words), question, conversation, catalogue),
    topics: topicsOf({
      question,
      conversation,
      orders: question.ownAffairs ? orders : [],
      catalogue,
    }),
    isForAll: false,
  }
}
