/** Which questions may share an answer, where the conversation has its word. */
import { genres } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { appendTurn, emptyConversation } from "../src/conversation/Conversation.ts"
import { read } from "./demoShop.ts"

const asked = (text: string) => read(text)

const underWay = appendTurn(emptyConversation, {
  turn: "t1",
  question: "Which is cheaper?",
  answer: "Which title do you mean?",
  series: [],
  products: [],
  at: 1,
  seq: 1,
})

describe("a title alone", () => {
  it.each(["One Piece", "ワンピース", "One Piece vol. 12", "One Piece manga"])(
    "is a question of its own: %s",
    (text) => {
      expect(cachePolicyOf(asked(text), emptyConversation)).toMatchObject({ cacheable: true })
    },
  )

  it.each([
    ["One Piece", "the question may go on with what was said before"],
    ["ワンピース12巻", "これまでの会話の続きかもしれない質問です"],
  ])("is an answer in a conversation: %s", (text, reason) => {
    expect(cachePolicyOf(asked(text), underWay)).toEqual({
      cacheable: false,
      reason,
    })
  })

  it("leaves whole questions shared in a conversation", () => {
    const whole = asked("Is volume 12 of One Piece in stock?")
    expect(cachePolicyOf(whole, underWay)).toMatchObject({ cacheable: true })
  })
})

it("keeps what the catalogue itself calls a genre or a readership", () => {
  const named = genres().flatMap(({ english, japanese }) => [
    `show me ${english} manga`,
    `${japanese}の漫画を教えて`,
  ])
  const refused = [...named, "少年の漫画を教えて", "少女の漫画を教えて"].filter(
    (text) => !cachePolicyOf(asked(text), emptyConversation).cacheable,
  )
  expect(refused).toEqual([])
})
