import { describe, expect, it } from "vitest"
import { catalogueVersion, orders, products, series, users } from "../src/index.ts"
import { eachProduct } from "../src/Products.ts"

const byId = new Map(products().map((product) => [product.id, product]))
const today = "2026-11-24"

describe("products", () => {
  it("are the same one after another, and not kept then", () => {
    const [first] = eachProduct()
    expect([...eachProduct()]).toEqual(products())
    expect(first).not.toBe([...eachProduct()][0])
    expect(products()[0]).toBe(products()[0])
  })

  it("has a bundle for each series, two editions of each volume, a box for each full ten", () => {
    expect(byId.size).toBe(products().length)
    for (const one of series()) {
      const own = products().filter((product) => product.seriesId === one.id)
      const count = (kind: string, format: string) =>
        own.filter(
          (product) =>
            product.kind === kind &&
            product.format === format &&
            (kind !== "volume" || (product.volume ?? 0) <= one.volumes),
        ).length
      expect([
        one.id,
        count("series", "digital"),
        count("volume", "paperback"),
        count("volume", "digital"),
        count("box-set", "box-set"),
      ]).toEqual([one.id, 1, one.volumes, one.volumes, Math.floor(one.volumes / 10)])
    }
  })

  it("prices paper from 484 to 990, digital below paper, sets below their parts", () => {
    for (const product of products()) {
      const volume = product.volume ?? 0
      if (product.format === "paperback") {
        expect(product.price).toBeGreaterThanOrEqual(484)
        expect(product.price).toBeLessThanOrEqual(990)
        const digital = byId.get(`${product.seriesId}-v${volume}-digital`)
        expect(digital?.price).toBeLessThan(product.price)
      }
      if (product.kind === "box-set") {
        const parts = Array.from(
          { length: 10 },
          (_, index) =>
            byId.get(`${product.seriesId}-v${volume * 10 - index}-paperback`)?.price ?? 0,
        ).reduce((sum, price) => sum + price, 0)
        expect(product.price / parts).toBeCloseTo(0.92, 2)
      }
      expect(Number.isInteger(product.price)).toBe(true)
    }
  })

  it("never has in stock what is not out, and never runs out of digital editions", () => {
    for (const product of products()) {
      if (product.releaseDate > today) expect(product.stock).toBe(0)
      else if (product.format === "digital") expect(product.stock).toBe(9_999)
    }
    const paper = products().filter(
      (product) => product.format === "paperback" && product.releaseDate <= today,
    )
    const missing = paper.filter((product) => product.stock === 0).length / paper.length
    expect(missing).toBeGreaterThan(0.05)
    expect(missing).toBeLessThan(0.12)
  })

  it("releases volumes in order, existing ones by today, the announced next one later", () => {
    const announced: Array<string> = []
    for (const one of series()) {
      const dates = products()
        .filter((product) => product.seriesId === one.id && product.format === "paperback")
        .map((product) => [product.volume ?? 0, product.releaseDate] as const)
      expect(dates.map(([, date]) => date)).toEqual(dates.map(([, date]) => date).toSorted())
      expect(dates.every(([, date]) => Number.isFinite(Date.parse(date)))).toBe(true)
      expect(Number(dates[0]?.[1].slice(0, 4))).toBeGreaterThanOrEqual(one.firstYear)
      for (const [volume, date] of dates) {
        expect([one.id, volume, date > today]).toEqual([one.id, volume, volume > one.volumes])
        if (volume > one.volumes) announced.push(one.id)
      }
    }
    expect(announced).toContain("one-piece")
    expect(announced.length).toBeGreaterThan(20)
    expect(
      announced.every((id) => series().find((one) => one.id === id)?.status === "ongoing"),
    ).toBe(true)
  })

  it("dates the newest volume of a series on hiatus a few years back", () => {
    const paused = series().filter(({ status }) => status === "hiatus")
    expect(paused.length).toBeGreaterThan(2)
    for (const { firstYear, id, volumes } of paused) {
      const newest = byId.get(`${id}-v${volumes}-paperback`)?.releaseDate ?? ""
      expect(Number(newest.slice(0, 4))).toBeGreaterThanOrEqual(Math.max(2022, firstYear))
      expect(newest < today).toBe(true)
    }
  })

  it("has the best known series on top", () => {
    const top = products()
      .filter((product) => product.kind === "series")
      .toSorted((left, right) => right.popularity - left.popularity)
      .slice(0, 5)
      .map((product) => product.id)
    expect(top.slice(0, 2)).toEqual(["one-piece", "jujutsu-kaisen"])
  })

  it("splits several authors into their names", () => {
    expect(byId.get("death-note")?.authorKeys).toEqual([
      "tsugumi ohba",
      "takeshi obata",
      "大場つぐみ",
      "小畑健",
    ])
  })

  it("names its state", () => {
    expect(catalogueVersion()).toMatch(/^[0-9a-f]{12}$/)
  })
})

describe("users and orders", () => {
  it("has twenty customers with one to three orders each, of books sold at the time", () => {
    expect(users().map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, index) => `demo-${String(index + 1).padStart(2, "0")}`),
    )
    for (const user of users()) {
      const own = orders().filter((order) => order.user === user.id)
      expect(own.length).toBeGreaterThanOrEqual(1)
      expect(own.length).toBeLessThanOrEqual(3)
      expect(own.map(({ id }) => id)).toEqual(
        own.map((_, index) => `MA-${user.id.slice(-2)}-000${index + 1}`),
      )
    }
    for (const order of orders(today)) {
      for (const item of order.items) {
        const product = byId.get(item.productId)
        expect(item.price).toBe(product?.price)
        expect((product?.releaseDate ?? "9999") < order.placedOn).toBe(true)
      }
      expect(order.placedOn < today).toBe(true)
      expect(order.total).toBe(
        order.items.reduce((sum, item) => sum + item.price * item.quantity, 0),
      )
      const underWay = order.status === "processing" || order.status === "shipped"
      expect((order.expectedOn ?? "") >= today).toBe(underWay)
    }
  })

  it.each(["2027-03-01", "2026-11-25", today])("has orders that lie around %s", (day) => {
    const seen = orders(day)
    expect(seen.map(({ id, items, status }) => ({ id, items, status }))).toEqual(
      orders(today).map(({ id, items, status }) => ({ id, items, status })),
    )
    for (const { expectedOn, placedOn, status } of seen) {
      expect(placedOn < day).toBe(true)
      const underWay = status === "processing" || status === "shipped"
      expect((expectedOn ?? "") >= day).toBe(underWay)
    }
    const newest =
      seen
        .map(({ placedOn }) => placedOn)
        .toSorted()
        .at(-1) ?? ""
    expect(Date.parse(day) - Date.parse(newest)).toBeLessThanOrEqual(5 * 86_400_000)
  })
})
