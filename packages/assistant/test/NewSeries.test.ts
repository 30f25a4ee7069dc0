/** A series that a running shop gets is found in answers, by tools and by a part of its title, as all others are. */
import { Catalogue, genres, mangaShop, series } from "@manga-assist/catalogue"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { expect, it } from "vitest"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { nearTitles } from "../src/facts/NearTitles.ts"
import { titlesTold } from "../src/facts/TitlesTold.ts"
import { read } from "../src/reading/Read.ts"
import { namesOf } from "../src/tools/names/CatalogueNames.ts"

const [model] = series()
if (model === undefined) throw new Error("the catalogue is empty")
const moths = {
  ...model,
  id: "lantern-moths",
  english: "Lantern Moths of Kasumi",
  japanese: "霞町の灯蛾",
  romaji: "Kasumichou no Hitorimushi",
  aliases: [],
  author: { english: "Ayako Kasumihara", japanese: "霞原綾子" },
}

it("is found wherever titles are looked for, and by its new name once it is called otherwise", () => {
  const names = makeStoreReader(new Catalogue([...series()], [...genres()]), mangaShop())
  const { catalogue } = names
  const near = () => nearTitles(read(names, "the one with the hitorimushi, is it long?"))
  const told = () => titlesTold("Try Lantern Moths of Kasumi, then One Piece.", catalogue)
  expect([near(), told()]).toEqual([[], ["one-piece"]])
  expect(namesOf(catalogue).titles.find("lantern moths of kasumi")).toEqual([])
  names.put(moths)
  expect([near(), told()]).toEqual([["lantern-moths"], ["lantern-moths", "one-piece"]])
  expect(namesOf(catalogue).titles.find("lantern moths of kasumi")).toEqual(["lantern-moths"])
  expect(namesOf(catalogue).people.find("Kasumihara")).toEqual(["Ayako Kasumihara"])
  names.put({ ...moths, english: "Kasumi Nights" })
  expect(namesOf(catalogue).titles.find("lantern moths of kasumi")).toEqual([])
  expect(namesOf(catalogue).titles.find("Kasumi Nights")).toEqual(["lantern-moths"])
  expect(near()).toEqual(["lantern-moths"])
  names.remove(new Set([moths.id]))
  expect([near(), told()]).toEqual([[], ["one-piece"]])
  expect(namesOf(catalogue).titles.find("Kasumi Nights")).toEqual([])
  expect(namesOf(catalogue).people.find("Kasumihara")).toEqual([])
})

it("lets an answer lie elsewhere whose question is read differently now, and no other", () => {
  const names = makeStoreReader(new Catalogue([...series()], [...genres()]), mangaShop())
  const asked = [
    "How much is Lantern Moths of Kasumi 3?",
    "What does volume 3 of One Piece cost?",
    "Is there anything with lanterns?",
  ]
  const places = () => asked.map((text) => cacheKeyOf(read(names, text)))
  const [moth, ...others] = places()
  names.put(moths)
  const [moved, ...stayed] = places()
  expect(moved).not.toBe(moth)
  expect(stayed).toEqual(others)
  names.remove(new Set([moths.id]))
  expect(places()).toEqual([moth, ...others])
})
