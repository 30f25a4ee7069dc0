/** Labelled traffic through counting, learning and serving: a model that errs now and then teaches nothing wrong. */
import { assert, it } from "@effect/vitest"
import { Effect, Random } from "effect"
import { type Line, linesIn, replay } from "./replayTraffic.ts"

const titles = ["Vagabond", "Berserk", "Akira", "Pluto", "Nana", "Vinland Saga", "Blue Lock"]
/** How it is asked, and what the store calls it; without a second, nothing that the store knows. */
const asked = [
  ["Who is {} by?", "Who wrote {}?"],
  ["What sort of genre is {}?", "What genre is {}?"],
  ["How long is {} in volumes?", "How many volumes does {} have?"],
  ["Can you give me the plot of {}", "What is {} about?"],
  ["What do people think is the saddest scene of {}?", "the saddest scene of {}"],
  ["What do readers say of the art of {}?", "the art of {}"],
  ["What would {} come to per volume?", "How much is {} per volume?"],
  ["By whom was {} brought out?", "Who published {}?"],
] as const

const traffic = (count: number): ReadonlyArray<Line> =>
  Array.from({ length: count }, (_, at) => {
    const [text, label] = asked[(at * 7) % asked.length] ?? asked[0]
    const title = titles[(at * 3) % titles.length] ?? ""
    return {
      session: `s${at % 40}`,
      text: text.replace("{}", title),
      label: label.replace("{}", title),
    }
  })

const seeds = ["a", "b", "c"]

it.effect.each(seeds)("of 600 questions, judged with 5 % noise: %s", (seed) =>
  Effect.gen(function* () {
    const report = yield* replay(traffic(600), { every: 50 })
    assert.isAbove(report.learned, 100)
    assert.deepStrictEqual(report.wrong, [])
    assert.strictEqual(report.servedWrong, 0)
    assert.isAbove(report.tokens, 0)
  }).pipe(Random.withSeed(seed), Effect.scoped),
)

it("names what is wrong with a line", () => {
  assert.throws(() => linesIn('{"session":"a","text":"b"}'), /label/u)
})
