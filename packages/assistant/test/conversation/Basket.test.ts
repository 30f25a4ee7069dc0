/** Books that a customer puts together over several turns, what they reckon with prices, and books of their orders. */
import { describe, expect, it } from "@effect/vitest"
import { orders } from "@manga-assist/catalogue"
import { dialogue, meaning, type Said } from "./dialogue.ts"

const volumesOf = (...turns: ReadonlyArray<Said | string>) =>
  (meaning(...turns).meant?.things ?? []).map(({ volume }) => volume)

const planetes = "プラネテスの2巻と3巻、紙でいくら？"
const monster = "price for Monster 4 and 5 on paper?"

describe("books put together", () => {
  const baskets: ReadonlyArray<readonly [turns: ReadonlyArray<string>, volumes: string]> = [
    [[planetes, "4巻もつけたら3冊でいくら"], "2,3,4"],
    [[planetes, "4巻もつけたら3冊でいくら", "いや、4巻はやめとく。合計は？"], "2,3"],
    [["夏目友人帳の1～5巻、紙でいくら？", "やっぱり6巻までにします"], "1,2,3,4,5,6"],
    [["ヴィンランド・サガの15巻ある？", "16巻も欲しい。2冊だといくら？"], "15,16"],
    [["北斗の拳の3巻と7巻と9巻、紙でいくら？", "7巻はあったわ。それ以外だといくら"], "3,9"],
    [[monster, "throw in 6 as well. total?"], "4,5,6"],
    [[monster, "throw in 6 as well. total?", "Actually leave out 5."], "4,6"],
    [["volumes 1 to 4 of Dr. Stone, price?", "make it 1 to 6"], "1,2,3,4,5,6"],
    [["テルマエ・ロマエの続き、4巻まで読んだ", "それ全部紙で買うといくら？"], "5,6"],
  ]
  it.each(baskets)("%j: %s", (turns, volumes) => {
    expect(volumesOf(...turns).join(",")).toBe(volumes)
  })

  it("none, where the whole of a series is asked for by its name", () => {
    const volumes = "鬼滅の刃の21巻から23巻を電子で買うと？"
    const asked = meaning(volumes, "ちなみに鬼滅を電子でまとめて買うなら全部でいくら？")
    expect(asked.slots.books).toBeUndefined()
    expect(asked.reads).toBe("whole")
    expect(volumesOf(volumes, "それ、まとめて買うなら全部でいくら？")).toEqual([21, 22, 23])
  })

  it("each in its own edition", () => {
    const { meant, slots } = meaning(
      "NANAの3巻、紙でありますか？",
      "3巻の電子と4巻の紙、両方でいくらになる？",
    )
    expect(meant?.text).toBe(
      "「NANA―ナナ―」 3巻 電子版の と 「NANA―ナナ―」 4巻 紙の本の 合わせて いくらですか",
    )
    expect(slots.format).toBeUndefined()
    expect(slots.together).toEqual([3, 4])
  })

  it("what no box holds, and all boxes together with it", () => {
    const boxes = ["鋼の錬金術師のボックスセットいくら？", "ボックスに入っていない巻は何巻から？"]
    expect(meaning(...boxes).meant?.spoken?.map(({ volume }) => volume)).toEqual([
      21, 22, 23, 24, 25, 26, 27,
    ])
    expect(volumesOf(...boxes, "その分を紙で買うと？")).toHaveLength(7)
    expect(meaning(...boxes, "箱と合わせて全部でいくら？").slots).toMatchObject({
      format: "box-set",
      behind: 20,
    })
  })
})

describe("prices that were told", () => {
  it("change is of what was asked for last", () => {
    const { slots } = meaning(planetes, "2000円で払ったらお釣りは？")
    expect(slots.together).toEqual([2, 3])
    expect(slots.priceMax).toBeUndefined()
  })
  it("a difference is of the two that were asked for last", () => {
    const turns = ["暗殺教室は紙で全巻いくら？", "銀魂の電子全巻は？", "その差はいくら？"]
    expect(meaning(...turns).slots.series).toEqual(["assassination-classroom", "gintama"])
  })
})

describe("what is pointed at", () => {
  const pointed: ReadonlyArray<readonly [turns: ReadonlyArray<Said | string>, first: string]> = [
    [["ハイキューの1、2、3巻って紙でいくら？", "真ん中の巻は電子だと？"], "haikyu#2"],
    [
      ["DEATH NOTEとバクマンは同じ人？", "先に挙げたほうは何年に始まった？", "あとのほうは？"],
      "bakuman",
    ],
    [
      [
        { ask: "銀の匙の5巻ある？" },
        "6巻は？",
        "コンビニで払えますか",
        "最初に聞いた巻の電子版は？",
      ],
      "silver-spoon#5",
    ],
    [
      [
        { ask: "SPY×FAMILYの14巻ある？", answer: "現在、在庫切れです。" },
        "13巻は？",
        "さっき品切れだったほうの電子版はいくら？",
      ],
      "spy-x-family#14",
    ],
    [["Uzumaki has three volumes?", "Is the middle one in stock?"], "uzumaki#2"],
  ]
  it.each(pointed)("%j: %s", (turns, first) => {
    const [thing] = meaning(...turns).meant?.things ?? []
    const volume = thing?.volume === undefined ? "" : `#${thing.volume}`
    expect(`${thing?.series}${volume}`).toBe(first)
  })
})

describe("books of an order", () => {
  const own = orders().filter(({ user }) => user === "demo-18")
  const told: Said = { ask: "私の注文は？", answer: "MA-18-0001（海街diary 6巻）は準備中です。" }
  it("which volume it was is asked of the order", () => {
    const asked = dialogue([told, { ask: "それは何巻でしたか？" }], own).at(-1)
    expect(asked?.question.slots.orderId).toBe("MA-18-0001")
  })
  it("how long its series is, is asked of the series", () => {
    const asked = dialogue([told, { ask: "海街diaryって全部で何巻なの" }], own).at(-1)
    expect(asked?.question.intent).toBe("title-lookup")
    expect(asked?.question.reading.known).toBe(true)
  })
  it("the next volume is that behind the one ordered", () => {
    const next = dialogue([told, { ask: "海街diaryの次の巻、紙でいくら？" }], own).at(-1)
    expect(next?.question.meant?.things).toEqual([
      { series: "our-little-sister-umimachi-diary", volume: 7 },
    ])
  })
})
