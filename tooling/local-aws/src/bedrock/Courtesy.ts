/**
 * Recognises what asks for nothing: a greeting, thanks, a farewell, whatever the customer tells beside it ("Thank you,
 * I'll read it tonight!").
 */
import { type Asked, says } from "./Asked.ts"
import { type Intent } from "@manga-assist/store-grammar"

const greets =
  /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|bye|goodbye|good night|see you|こんにちは|こんばんは|おはよう|さような?ら)/iu
const thanks =
  /^\W*(?:(?:great|ok|okay|oh|wow|perfect|super|wonderful|lovely|nice|cool|alright|right|fine|brilliant|excellent|awesome|got it|understood|そうですか|なるほど|わかりました|分かりました|了解です?|では|じゃあ?|本当に|わー+|おお+)[\W、]*)*(?:many |much )?(?:thanks?|thank you|thx|ty|cheers|appreciated|ありがと|どうも|助かり|助かる|感謝|恐れ入り|お世話になり)/iu
const longestGreeting = 40
const longestThanks = 100
const question = /[?？]|か[。！!]*$/u

/** Nothing in it asks for a fact, a rule or an order. */
const asksNothing = ({ parts }: Asked): boolean =>
  parts.every(
    ({ aspects, order, policies, told, unknown }) =>
      told ||
      (aspects.length === 0 && policies.length === 0 && order === "no" && unknown === undefined),
  )

/** Is the customer to be greeted, or told that they are welcome? */
export const isCourtesy = (
  text: string,
  asked: Asked,
  titles: ReadonlyArray<string>,
  intent: Intent | undefined,
): boolean => {
  if (intent === "greeting" && asksNothing(asked)) return true
  if (titles.length > 0) return false
  const isThanks =
    text.length < longestThanks && thanks.test(text) && !question.test(text) && !asksMore(asked)
  if (isThanks) return true
  const isGreeting = text.length < longestGreeting && greets.test(text)
  return isGreeting && asksNothing(asked) && asked.leftOver.length === 0
}

/** "Thanks, and now something funny please": what is told of thanks asks for books all the same. */
const asksMore = (asked: Asked): boolean =>
  !asksNothing(asked) ||
  asked.parts.some(({ text, told }) => !told && says(text.replaceAll(closing, " "), "asks"))

/** A short text that begins with a greeting or with thanks, whatever follows. */
export const opensKindly = (text: string): boolean =>
  text.length < longestGreeting && (greets.test(text) || thanks.test(text))

/** What thanks end with: "for your help", 「またお願いします」. */
const closing =
  /\bfor (?:(?:the|your|all|that|this|such) )*(?:\w+ )?(?:help|info|information|tips?|answers?|advice|service)\b|(?:また|今後とも)?よ?ろ?し?く?お願い(?:し|いた)?[^、。]*/gu
