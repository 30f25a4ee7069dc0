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
/** Of all questions and of all answers: reading them keeps everybody else waiting. */
const [mostQuestions, mostAnswers] = [4_000, 24_000]

export interface SaidBefore {
  readonly role: string
  readonly text: string
}

const isBlank = (letter: string | undefined) => letter !== undefined && letter.trim() === ""

/** The newest that fit. */
const within = (before: ReadonlyArray<ToldTurn>): ReadonlyArray<ToldTurn> => {
  let [questions, answers] = [0, 0]
  const tooOld = before.findLastIndex(({ answer, question }) => {
    questions += question.length
    answers += answer.length
    return questions > mostQuestions || answers > mostAnswers
  })
  return before.slice(Math.max(tooOld + 1, before.length - mostTurns))
}

/** `last` is the message that is asked. */
export const toldConversation = (earlier: ReadonlyArray<SaidBefore>, last: string): Told => {
  const before: Array<ToldTurn & { answer: string }> = []
  let question = ""
  let going: { answer: string } | undefined
  for (const { role, text } of earlier) {
    const isEmpty = text.trim() === ""
    if (role === "user") {
      question = isEmpty ? "" : text.slice(0, mostQuestion)
      going = undefined
    }
    if (role !== "assistant" || isEmpty) continue
    if (going === undefined && question !== "") {
      const turn = { seq: before.length + 1, question, answer: text.slice(0, mostAnswer) }
      before.push(turn)
      going = turn
    } else if (going !== undefined && going.answer.length < mostAnswer) {
      // An answer in several messages, between which something was looked up.
      const gap = isBlank(going.answer.at(-1)) ? "" : "\n"
      going.answer = `${going.answer}${gap}${text}`.slice(0, mostAnswer)
    }
  }
  const first = earlier.find(({ role, text }) => role === "user" && text.trim() !== "")
  return { before: within(before), first: (first?.text ?? last).trim() }
}
