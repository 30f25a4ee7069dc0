import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeQuestionReader } from "../src/QuestionReader.ts"
import { lettersOf } from "../src/letters/Letters.ts"
import { bicycleShop } from "./bicycleShop.ts"

const world = makeQuestionReader(bicycleShop)
const formOf = (text: string) => {
  const reading = world.read(text)
  return reading.known ? reading.form : reading.reason
}

describe("a closed world", () => {
  it.each([
    "How much is the Road Runner?",
    "price of the road-runner please",
    "ROADRUNNER COST",
    "ｒｏａｄ　ｒｕｎｎｅｒ ｐｒｉｃｅ",
    "Road Runer price",
    "ロードランナーはいくらですか",
    "ﾛｰﾄﾞﾗﾝﾅｰいくら",
    "ろーどらんなーのねだんは？",
    "road runner wa ikura desu ka",
    "ｒｏａｄ　ｒｕｎｎｅｒ　ｗａ　ｉｋｕｒａ　ｄｅｓｕ　ｋａ",
    "ロードランナーはおいくらですか",
  ])("reads one question in any wording: %s", (text) => {
    expect(formOf(text)).toBe("price MODEL=roadrunner")
  })

  it.each([
    ["Road Runner 28 inch price", "price MODEL=roadrunner SIZE=28"],
    ["price of a twenty-eight inch Road Runner", 'the word "a" is not understood'],
    ["price of the twenty-eight inch Road Runner", "price MODEL=roadrunner SIZE=28"],
    ["price of the two thousand five hundred inch Road Runner", "price MODEL=roadrunner SIZE=2500"],
    ["price of the thousand and five inch Road Runner", "price MODEL=roadrunner SIZE=1005"],
    ["ロードランナー二十八インチいくら", "price MODEL=roadrunner SIZE=28"],
    ["red Road Runner price", "price COLOUR=red MODEL=roadrunner"],
    ["Road Runner lighter than Hill Climber", "lighter LIGHTER=roadrunner>hillclimber"],
    ["Hill Climber lighter than Road Runner", "lighter LIGHTER=hillclimber>roadrunner"],
    ["Hill Climber and Road Runner", "both MODEL=hillclimber,roadrunner"],
    ["shougun price", "price MODEL=shogun"],
  ])("reads %s as %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it("has words whose parts are not read, and that explain nothing", () => {
    const words = `${bicycleShop.words}
WHOLE: road price; roadrumner`
    const { read } = makeQuestionReader({ ...bicycleShop, words, unexplained: ["WHOLE"] })
    const asked = read("the Road Runner road price")
    expect(asked).toMatchObject({ known: false, word: "roadprice" })
    expect(asked.cut.map(({ kind }) => kind)).toEqual(["_", "MODEL", "WHOLE"])
    expect(asked.tokens.map(({ kind }) => kind)).toEqual(["MODEL", "?"])
    // One letter from a name, and right as it is.
    expect(read("roadrumner price")).toMatchObject({ known: false, word: "roadrumner" })
    expect(world.read("roadrumner price")).toMatchObject({ form: "price MODEL=roadrunner" })
  })

  it("has names and numbers without a list of words", () => {
    const { read } = makeQuestionReader({ ...bicycleShop, words: "", shapes: "" })
    const kinds = read("Road Runner twenty-one").cut.map(({ kind }) => kind)
    expect(kinds).toEqual(["MODEL", "#ten", "#unit"])
  })

  it("reads a short name written apart only where one of its spellings is", () => {
    const name = (spelling: string) => ({ kind: "MODEL", value: spelling.slice(0, 2), spelling })
    const names = [name("Vivace"), name("Vi Vace"), name("Talona")]
    const { read } = makeQuestionReader({ ...bicycleShop, names })
    for (const asked of ["Vivace price", "Vi Vace price", "vi-vace price"]) {
      expect(read(asked)).toMatchObject({ form: "price MODEL=Vi" })
    }
    expect(read("Talona price")).toMatchObject({ form: "price MODEL=Ta" })
    expect(read("Talo na price")).toMatchObject({ known: false })
  })

  it.each([
    ["Road Runner helmet price", 'the word "helmet" is not understood'],
    ["is it in stock", "depends on what was said before"],
    ["and the Road Runner price", "depends on what was said before"],
    ["price of my Road Runner", "speaks of the person"],
    ["Road Runner price 28²  inch", 'the word "special figure" is not understood'],
    ["Hall Climber price", 'the word "hall" is not understood'],
    ["Flasch price", 'the word "flasch" is not understood'],
    [
      "Road Runner red blue price",
      "no known question is made of MODEL=roadrunner COLOUR=red COLOUR=blue PRICE",
    ],
    ["?!", "there are no words"],
    ["", "there are no words"],
  ])("leaves %j outside: %s", (text, reason) => {
    expect(world.read(text)).toMatchObject({ known: false, reason })
  })

  it.each([
    ["Tandem price", "price MODEL=tandem"],
    ["Tandm price", 'the word "tandm" is not understood'],
    ["Shogun price", "price MODEL=shogun"],
    ["Road Run2er price", 'the word "road" is not understood'],
  ])("takes no word for a name that is exact, and no figure for a letter: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["well, Road Runner price", "price MODEL=roadrunner"],
    ["oh please, Road Runner price, mate", "price MODEL=roadrunner"],
    ["mate, oh, the price of the Road Runner", "price MODEL=roadrunner"],
    ["Road Runner price, well", 'the word "well" is not understood'],
    ["Road Runner, well, price", 'the word "well" is not understood'],
    ["Road Runner mate price", 'the word "mate" is not understood'],
  ])("takes a call or a sigh for nothing at the edges alone: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["Flash price", "price MODEL=flash"],
    ["like Flash price", 'the word "flash" is not understood'],
    ["Flash な price", 'the word "flash" is not understood'],
    ["Road Runner な price", "price MODEL=roadrunner"],
  ])("takes a name that is a word for one by its neighbours: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["Kestrl price", "price MODEL=kestrel"],
    ["Raodster 7 price", "price MODEL=roadster7"],
    ["Roaster 7 price", 'the word "roaster" is not understood'],
    ["Raodster 8 price", 'the word "raodster" is not understood'],
    ["Long Haul Traveler price", "price MODEL=longhaul"],
  ])("forgives one letter by how surely the name is meant: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["Kestrel in stock", "stock MODEL=kestrel"],
    ["KESTREL IN STOCK", "stock MODEL=kestrel"],
    ["kestrel in stock", '"kestrel" may be an everyday word'],
    ["kestrelざいこあり", "stock MODEL=kestrel"],
    ["kestrel price", "price MODEL=kestrel"],
    ["roadrunner in stock", "stock MODEL=roadrunner"],
  ])("wants a capital where a name may be an everyday word: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it.each([
    ["Road Runner -28 inch price", 'the word "-" is not understood'],
    ["Road Runner - 28 inch price", "price MODEL=roadrunner SIZE=28"],
    ["Road Runner 28is inch price", 'the word "is" is not understood'],
    ["Road Runner 28inch price", "price MODEL=roadrunner SIZE=28"],
    ["Road Runner-28 inch price", "price MODEL=roadrunner SIZE=28"],
  ])("takes no figure for another one with a mark or a letter: %s", (text, form) => {
    expect(formOf(text)).toBe(form)
  })

  it("keeps a rule to where the question begins and ends", () => {
    expect(formOf("wheel Road Runner")).toContain("no known question is made of WHEEL COLOUR=blue")
    expect(formOf("Road Runner wheel")).toBe("wheels MODEL=roadrunner")
    expect(formOf("wheel Road Runner red")).toBe("wheels MODEL=roadrunner")
  })

  it("reads an English no as no romanised particle", () => {
    expect(formOf("roadrunner no nedan")).toBe("price MODEL=roadrunner")
    expect(formOf("no roadrunner in stock")).toBe('the word "no" is not understood')
  })

  it("leaves a part out of the form where it has the one value that changes nothing", () => {
    expect(formOf("Road Runner wheels")).toBe("wheels MODEL=roadrunner")
    expect(formOf("red Road Runner wheels")).toBe("wheels MODEL=roadrunner")
    expect(formOf("blue Road Runner wheels")).toContain("no known question is made of")
  })

  it("counts a part that the form leaves out", () => {
    expect(formOf("Road Runner wheel price")).toBe("price MODEL=roadrunner")
    expect(formOf("Road Runner wheel in stock")).toBe("stock MODEL=roadrunner")
  })

  it("refuses long text without reading it", () => {
    expect(world.read("price ".repeat(20_000))).toMatchObject({ refused: true })
  })

  it("reads the same text the same way, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 250 }), (text) => {
        expect(world.read(text)).toEqual(world.read(text))
      }),
    )
  })

  it("tells sizes apart, in figures and in words", () => {
    fc.assert(
      fc.property(fc.nat({ max: 999 }), fc.nat({ max: 999 }), (left, right) => {
        fc.pre(left !== right)
        expect(formOf(`Road Runner ${left} inch price`)).not.toBe(
          formOf(`Road Runner ${right} inch price`),
        )
      }),
    )
  })
})

describe("a grammar that cannot be used", () => {
  it.each([
    ["a word list without a kind", { words: "please; the" }, "names no kind"],
    ["a rule without an arrow", { rewrites: "NUM INCH" }, "is no rewrite rule"],
    ["a shape without a name", { shapes: "MODEL PRICE" }, "is no shape"],
    [
      "a shape with a misspelt kind",
      { shapes: "price: MODEL PRCIE" },
      'shapes name the kind "PRCIE", which no word, name or rewrite has; the nearest is "PRICE"',
    ],
    ["a misspelt field", { shape: "" }, 'shape is not known; the nearest is "shapes"'],
    [
      "a name without a spelling",
      { names: [{ kind: "MODEL", value: "one" }] },
      "names[0].spelling must be a text",
    ],
    ["a list that is not defined", { shapes: "price: @missing" }, "@missing is not defined"],
  ])("is refused when the world is built: %s", (_, broken, message) => {
    const grammar: object = { ...bicycleShop, ...broken }
    expect(() => makeQuestionReader(grammar as typeof bicycleShop)).toThrow(message)
  })
})

describe("a common name after a word that makes it ordinary", () => {
  const shop = makeQuestionReader({ ...bicycleShop, beforeCommon: ["_"], titledBefore: ["WHEEL"] })

  it.each([
    ["price of the Kestrel", 'the word "kestrel" is not understood'],
    ["the Kestrel wheel", "wheels MODEL=kestrel"],
    ["THE KESTREL WHEEL", "wheels MODEL=kestrel"],
    ["ｔｈｅ  Ｋｅｓｔｒｅｌ wheel", "wheels MODEL=kestrel"],
    ["the kestrel wheel", 'the word "kestrel" is not understood'],
    ["The Kestrel Wheel", 'the word "kestrel" is not understood'],
  ])("is read in %j as %s", (text, read) => {
    const reading = shop.read(text)
    expect(reading.known ? reading.form : reading.reason).toContain(read)
  })
})

describe("a fraction", () => {
  it("is read like its figures with a stroke, never as a longer number", () => {
    expect(lettersOf("Runner ½")).toEqual(lettersOf("Runner 1/2"))
    expect(lettersOf("2½ inch")).toEqual(lettersOf("2 1/2 inch"))
  })
})
