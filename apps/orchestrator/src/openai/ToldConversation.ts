/**
 * The conversation in a request that has all of it: what was said before the message that is asked, in pairs of a question
 * and its answer, and with which words it began. System messages are left out, and what is no text, and a question
 * without an answer.
 */
import type { ToldTurn } from "@manga-assist/assistant"
import type { Told } from "../codec/ChatCodec.ts"

/** As many as a session keeps; the newest. */
const mostTurns = 20
/** As long as a message may be. */
const mostQuestion = 2_000
/** Twice as long as the longest answer of ours. */
const mostAnswer = 8_000

export interface SaidBefore {
  readonly role: string
  readonly text: string
}

/** `last` is the message that is asked. */
export const toldConversation = (earlier: ReadonlyArray<SaidBefore>, last: string): Told => {
  const before: Array<{ question: string; answer: string }> = []
  let question = ""
  for (const { role, text } of earlier) {
    if (text.trim() === "") continue
    if (role === "user") question = text
    if (role !== "assistant") continue
    const going = before.at(-1)
    if (question !== "") before.push({ question: question.slice(0, mostQuestion), answer: text })
    // An answer in several messages, between which something was looked up.
    else if (going !== undefined) going.answer += /\s$/u.test(going.answer) ? text : `\n${text}`
    question = ""
  }
  const first = earlier.find(({ role, text }) => role === "user" && text.trim() !== "")
  const told = before
    .slice(-mostTurns)
    .map(({ answer, question }): ToldTurn => ({ question, answer: answer.slice(0, mostAnswer) }))
  return { before: told, first: (first?.text ?? last).trim() }
}
