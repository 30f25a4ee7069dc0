import { describe, expect, it } from "vitest"
import {
  boxId,
  boxOf,
  Catalogue,
  demoCatalogue,
  genres,
  products,
  series,
  volumeId,
  volumesInBox,
  volumesOfBox,
} from "../src/index.ts"

const catalogue = demoCatalogue()
const idsOf = (list: ReadonlyArray<{ readonly id: string }>) => list.map(({ id }) => id)

describe("Catalogue", () => {
  it("is made once, of all series, and finds each by its id", () => {
    expect(demoCatalogue()).toBe(catalogue)
    expect([catalogue.series, catalogue.genres]).toEqual([series(), genres()])
    for (const each of series()) expect(catalogue.of(each.id)).toBe(each)
    for (const each of genres()) expect(catalogue.genre(each.id)).toBe(each)
    expect([catalogue.of("no-such"), catalogue.genre("no-such")]).toEqual([undefined, undefined])
  })

  it("knows the people of a series and the works of each", () => {
    expect(catalogue.peopleOf("death-note")).toEqual(["Tsugumi Ohba", "Takeshi Obata"])
    expect(idsOf(catalogue.worksOf("Takeshi Obata"))).toEqual(
      expect.arrayContaining(["bakuman", "death-note", "hikaru-no-go"]),
    )
    expect(catalogue.people.get("Takeshi Obata")).toBe("小畑健")
    expect([catalogue.peopleOf("no-such"), catalogue.worksOf("Nobody")]).toEqual([[], []])
    for (const { id } of series()) {
      for (const person of catalogue.peopleOf(id)) {
        expect(idsOf(catalogue.worksOf(person))).toContain(id)
      }
    }
  })

  it.each([
    ["naruto", ["naruto"]],
    ["major-2nd", ["major", "major-2nd"]],
    ["boruto-two-blue-vortex", ["boruto-naruto-next-generations", "boruto-two-blue-vortex"]],
    // By others, titled after it in Japanese.
    ["my-hero-academia", ["my-hero-academia", "my-hero-academia-vigilantes"]],
    // Its own story, though "Real" begins its title.
    ["real-clothes", ["real-clothes"]],
    ["no-such", []],
  ])("tells which series are of the story of %s", (id, family) => {
    expect(idsOf(catalogue.familyOf(id))).toEqual(family)
  })

  it("names the same family for each of its members", () => {
    for (const { id } of series()) {
      const family = catalogue.familyOf(id)
      for (const member of family) expect(catalogue.familyOf(member.id)).toEqual(family)
    }
  })

  it("tells of every product which book it is, and makes its id", () => {
    const boxes = new Map<string, number>()
    for (const { format, id, kind, seriesId, volume = 0 } of products()) {
      const book = catalogue.bookOf(id)
      if (kind === "series") expect(book).toEqual({ series: seriesId })
      else if (format === "box-set") {
        boxes.set(seriesId, (boxes.get(seriesId) ?? 0) + 1)
        expect(book).toEqual({ series: seriesId, box: volume, format })
        expect(boxId(seriesId, volume)).toBe(id)
      } else {
        expect(book).toEqual({ series: seriesId, volume, format })
        if (format !== "item") expect(volumeId(seriesId, volume, format)).toBe(id)
      }
    }
    for (const { id } of series())
      expect([id, catalogue.boxesOf(id)]).toEqual([id, boxes.get(id) ?? 0])
    expect([catalogue.bookOf("no-such-v1-digital"), catalogue.boxesOf("no-such")]).toEqual([
      undefined,
      0,
    ])
  })

  it("puts every volume into the box that holds it", () => {
    for (let volume = 1; volume <= 210; volume += 1) {
      const [first, last] = volumesOfBox(boxOf(volume))
      expect(first <= volume && volume <= last).toBe(true)
      expect(last - first + 1).toBe(volumesInBox)
    }
    expect([boxOf(10), boxOf(11), volumesOfBox(2)]).toEqual([1, 2, [11, 20]])
  })

  it("is of the series it is given, and of no others", () => {
    const [first, second] = series()
    if (first === undefined || second === undefined) throw new Error("no series")
    const one = new Catalogue([first], [])
    expect([one.of(first.id), one.of(second.id), one.bookOf(`${second.id}-box-1`)]).toEqual([
      first,
      undefined,
      undefined,
    ])
  })
})
