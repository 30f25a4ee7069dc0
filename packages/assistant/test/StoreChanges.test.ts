import { assert, describe, it } from "@effect/vitest"
import { CacheError, TagVersions } from "@manga-assist/caching"
import { rulesRow } from "@manga-assist/catalogue"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { productsChanged, touchedByRecords } from "../src/products/StoreChanges.ts"
import { rulesTag } from "../src/products/StoreTags.ts"

const image = (price: number, more: object = {}) => ({
  id: { S: "one-piece-v12-paperback" },
  seriesId: { S: "one-piece" },
  title: { S: "One Piece, Vol. 12" },
  japaneseTitle: { S: "ONE PIECE 12" },
  format: { S: "paperback" },
  volume: { N: "12" },
  price: { N: String(price) },
  stock: { N: "9" },
  releaseDate: { S: "2000-02-02" },
  shelves: { L: [{ S: "A" }] },
  ...more,
})
const record = (eventName: string, OldImage?: object, NewImage?: object) => ({
  eventID: "1",
  eventName,
  eventSource: "aws:dynamodb",
  dynamodb: {
    Keys: { id: { S: "one-piece-v12-paperback" } },
    ...(OldImage === undefined ? {} : { OldImage }),
    ...(NewImage === undefined ? {} : { NewImage }),
  },
})
const dearer = record("MODIFY", image(528), image(600))

describe("records of the products' stream", () => {
  it("touch what depends on the product", () => {
    assert.deepStrictEqual(touchedByRecords([dearer, dearer]), [
      "product:one-piece-v12-paperback",
      "rows:one-piece",
      "series:one-piece",
      "list:price",
    ])
    assert.include(touchedByRecords([record("INSERT", undefined, image(1))]), "list:members")
    assert.include(touchedByRecords([record("REMOVE", image(1))]), "list:members")
  })

  it("touch nothing where no answer shows the difference, or the record is not a product", () => {
    const shelved = image(528, { shelves: { L: [] }, stock: { N: "8" } })
    assert.deepStrictEqual(touchedByRecords([record("MODIFY", image(528), shelved)]), [])
    const beat = { id: { S: "beat" }, at: { N: "1" } }
    assert.deepStrictEqual(touchedByRecords([record("MODIFY", beat, beat)]), [])
  })

  it("touch the rules alone where the row is that of the shop's rules", () => {
    const rules = (text: string) => ({ id: { S: rulesRow }, rules: { S: text } })
    for (const each of [
      record("INSERT", undefined, rules("{}")),
      record("MODIFY", rules("{}"), rules("{ }")),
      record("REMOVE", rules("{}")),
    ]) {
      assert.deepStrictEqual(touchedByRecords([each]), [rulesTag])
    }
  })

  it("touch everything when they do not tell what was changed", () => {
    const blind = [
      undefined,
      "garbage",
      {},
      { eventName: "MODIFY", dynamodb: {} },
      record("MODIFY", undefined, image(1)),
      record("MODIFY", image(1)),
      record("INSERT"),
      record("REMOVE", undefined, image(1)),
      record("TRUNCATE", image(1), image(1)),
    ]
    for (const each of blind) {
      assert.deepStrictEqual(touchedByRecords([dearer, each]), ["catalogue"], JSON.stringify(each))
    }
  })

  it("touch the rows of all series where those of each would be more than one invalidation takes", () => {
    const ofSeries = (index: number, stock: number) =>
      image(1, {
        id: { S: `p-${index}` },
        seriesId: { S: `s-${index}` },
        stock: { N: String(stock) },
      })
    const soldOut = Array.from({ length: 60 }, (_, index) =>
      record("MODIFY", ofSeries(index, 9), ofSeries(index, 0)),
    )
    const tags = touchedByRecords(soldOut)
    assert.strictEqual(tags.length, 61)
    assert.include(tags, "rows")
    assert.include(tags, "product:p-59")
    assert.notInclude(tags, "catalogue")
    assert.include(touchedByRecords(soldOut.slice(0, 50)), "rows:s-49")
  })

  it("see a product that is none any more as withdrawn", () => {
    const spoilt = image(1, { price: { S: "free" } })
    assert.include(touchedByRecords([record("MODIFY", image(1), spoilt)]), "list:members")
  })
})

describe("productsChanged", () => {
  const failing = (failures: number) => {
    const seen = { invalidated: [] as Array<ReadonlyArray<string>>, tries: 0 }
    const layer = Layer.effect(
      TagVersions,
      Effect.map(TagVersions, (versions) =>
        TagVersions.of({
          ...versions,
          invalidate: (tags) =>
            Effect.suspend(() => {
              seen.tries += 1
              if (seen.tries <= failures) {
                return Effect.fail(
                  new CacheError({ reason: "unavailable", operation: "invalidate" }),
                )
              }
              seen.invalidated.push(tags)
              return Effect.void
            }),
        }),
      ),
    ).pipe(Layer.provide(TagVersions.layerMemory()))
    return { seen, layer }
  }

  it.effect(
    "tries again, and fails where it cannot, so that the stream brings the batch again",
    () =>
      Effect.gen(function* () {
        for (const [failures, done] of [
          [3, true],
          [1_000, false],
        ] as const) {
          const { layer, seen } = failing(failures)
          const fiber = yield* Effect.forkChild(
            Effect.exit(Effect.provide(productsChanged([dearer]), layer)),
            { startImmediately: true },
          )
          yield* TestClock.adjust("10 seconds")
          const exit = yield* Fiber.join(fiber)
          assert.strictEqual(exit._tag === "Success", done)
          assert.strictEqual(seen.invalidated.length, done ? 1 : 0)
          assert.isBelow(seen.tries, 10)
        }
      }),
  )

  it.effect(
    "takes a batch that touches more than one invalidation takes as a change of all",
    () => {
      const { layer, seen } = failing(0)
      const many = Array.from({ length: 200 }, (_, index) => {
        const id = { id: { S: `p-${index}` } }
        return record("MODIFY", image(1, id), image(2, id))
      })
      return Effect.gen(function* () {
        yield* productsChanged(many)
        assert.deepStrictEqual(seen.invalidated, [["catalogue"]])
      }).pipe(Effect.provide(layer))
    },
  )
})
