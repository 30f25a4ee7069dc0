/** Words that ask and are written with a slip are read as they are meant; names and other words stay. */
import { describe, expect, it } from "vitest"
import { namesWritten, withoutSlips } from "../../src/bedrock/language/EnglishSlips.ts"

const read = (text: string) => withoutSlips(text.toLowerCase(), namesWritten(text))

describe("a slip", () => {
  it.each([
    ["how many volums has § got", "how many volumes has § got"],
    ["wich § volume is the newst", "which § volume is the newest"],
    ["can i retrun a damged book", "can i return a damaged book"],
    ["haw meny volumes dose § haev", "how many volumes does § have"],
    ["is § avalible in digitl", "is § available in digital"],
  ])("%s", (text, meant) => {
    expect(read(text)).toBe(meant)
  })
})

describe("no slip", () => {
  it.each([
    "a story about prizes and princes",
    "do you sell Relase of Volma",
    "which shop stocks trucks",
    "prices of packages",
  ])("%s", (text) => {
    expect(read(text)).toBe(text.toLowerCase())
  })
})
