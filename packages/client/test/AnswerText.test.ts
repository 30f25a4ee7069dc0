import { expect, it } from "vitest"
import { AnswerText, type TextEvent } from "../src/AnswerText.ts"

const told = (...answers: ReadonlyArray<ReadonlyArray<string>>) => {
  const text = new AnswerText()
  const events: Array<TextEvent> = []
  const keep = (event: TextEvent | undefined) => {
    if (event !== undefined) events.push(event)
  }
  for (const pieces of answers) {
    text.restart()
    for (const piece of pieces) keep(text.add(piece))
  }
  keep(text.end())
  return { events, text: text.text }
}

it("hands over each piece once, also when they come again in other pieces", () => {
  const { events, text } = told(["Yes, ", "it "], ["Y", "es, it is", "."])
  expect(events).toEqual([
    { type: "text", text: "Yes, " },
    { type: "text", text: "it " },
    { type: "text", text: "is" },
    { type: "text", text: "." },
  ])
  expect(text).toBe("Yes, it is.")
})

it("says when the second answer differs", () => {
  const { events, text } = told(["Yes, it"], ["Yes, of course", "!"])
  expect(events.slice(1)).toEqual([
    { type: "rewritten", text: "Yes, of course" },
    { type: "text", text: "!" },
  ])
  expect(text).toBe("Yes, of course!")
})

it("says at the end that the second answer is the shorter one", () => {
  expect(told(["Yes, it is."], ["Yes"])).toEqual({
    events: [
      { type: "text", text: "Yes, it is." },
      { type: "rewritten", text: "Yes" },
    ],
    text: "Yes",
  })
})

it("is nothing once it is taken back, and says so only where there was something", () => {
  const text = new AnswerText()
  expect(text.retract()).toBeUndefined()
  text.add("a secret")
  text.restart()
  expect(text.retract()).toEqual({ type: "rewritten", text: "" })
  expect(text.add("Sorry.")).toEqual({ type: "text", text: "Sorry." })
  expect(text.end()).toBeUndefined()
  expect(text.text).toBe("Sorry.")
})
