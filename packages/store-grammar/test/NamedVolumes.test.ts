/** Which volumes a text names by number, and whether it speaks of who made a title. */
import { describe, expect, it } from "vitest"
import { read } from "../src/index.ts"
import { numbersWritten, volumesNamed } from "../src/reading/NamedVolumes.ts"

const volumes = (text: string) => volumesNamed(numbersWritten(read(text).reading))

describe("volumes named", () => {
  it.each([
    ["Compare paperback 2 of Blue Lock with paperback 30", [2, 30]],
    ["Slam Dunk 1, 2, 3 and 4, please", [1, 2, 3, 4]],
    ["Slam Dunk vol. 3, 7 & 9", [3, 7, 9]],
    ["Naruto volumes 1 through 5", [1, 2, 3, 4, 5]],
    ["Naruto 1-3 in paperback", [1, 2, 3]],
    ["the first three volumes of Nana", [1, 2, 3]],
    ["is berserk 41 or 42 something you have", [41, 42]],
    ["When is 20 of Blue Box due?", [20]],
    ["Is Frieren 14 in stock and when does 15 arrive?", [14, 15]],
    ["I own Blue Box 19. On what day can I read 20?", [19, 20]],
    ["what do you charge for Tokyo Ghoul from 1 to 5", [1, 2, 3, 4, 5]],
    ["ハイキュー45のあと、46はある？", [45, 46]],
    ["ナルト1〜3巻、紙でまとめるといくら", [1, 2, 3]],
    ["スラムダンクの1から4巻まで、2000円で足りますか", [1, 2, 3, 4]],
    ["キングダム5巻と6巻、1200円で足ります?", [5, 6]],
    ["ベルセルクの41か42、今あるのはどっち?", [41, 42]],
  ])("are listed in order: %s", (text, expected) => {
    expect(volumes(text)).toEqual(expected)
  })

  it.each([
    "two copies of Look Back in paper",
    "5 copies of Naruto",
    "Naruto for 500 yen",
    "I have 3 kids who read Naruto",
    "ナルトは全72巻?",
    "ナルトみたいな10巻以内の漫画",
    "Nana takes from 1 to 2 days?",
    "7 Seeds",
    "20世紀少年",
  ])("are none where numbers count something else: %s", (text) => {
    expect(volumes(text)).toEqual([])
  })

  it("do not take in what a unit counts", () => {
    expect(volumes("MONSTERの2巻を3冊欲しい")).toEqual([2])
    expect(volumes("One Piece 113, does it take 1 to 2 days?")).toEqual([113])
  })

  it("are each a book of the title, whatever is asked of them", () => {
    expect(read("Berserk 2 and 30, did they get dearer?").slots.books).toEqual([
      { series: "berserk", volume: 2 },
      { series: "berserk", volume: 30 },
    ])
    expect(read("宇宙兄弟の44巻を予算800円で買えますか").slots.volume).toBe(44)
    expect(read("Is there a box set with Frieren 1 to 10?").slots.books).toBeUndefined()
  })
})

describe("box sets named", () => {
  it.each([
    ["Slam Dunk box set 2 and 3, together how much?", [2, 3]],
    ["how much if i buy box 1, 2 and box 3 of Haikyu", [1, 2, 3]],
    ["ドロヘドロのBOX1と2、両方で何円", [1, 2]],
    ["ダンダダンの箱1と箱2合わせていくら", [1, 2]],
    ["キングダムのボックス1から3まで、合計は？", [1, 2, 3]],
  ])("are each of them: %s", (text, expected) => {
    expect(read(text).slots.books?.map(({ volume }) => volume)).toEqual(expected)
  })

  it("are the ones that hold a volume, where no box has its number", () => {
    expect(read("In which box do I find Kingdom 47?").slots).toMatchObject({
      volume: 5,
      format: "box-set",
    })
  })
})

describe("a number beside a box set", () => {
  it.each([
    ["ハガレンのボックスセット2つとも買うといくら？", undefined],
    ["アオアシBOX、4つ全部でなんぼなん？", undefined],
    ["呪術のボックス3箱ぜんぶ買うと何円になる？", undefined],
    ["銀魂のボックス、71巻から後ろは入ってる？", undefined],
    ["ハイキュー三つ目のボックスだけ買える？", 3],
    ["ブルーロックの21巻から30巻が入ったボックス、いくら？", 3],
    ["フルーツバスケット一巻から十巻のボックスはいくら", 1],
    ["キングダムの3巻ってどのBOXに入ってる？", 1],
  ])("counts them, names one, or names what one holds: %s", (text, expected) => {
    const { slots } = read(text)
    expect(slots.format).toBe("box-set")
    expect(slots.volume).toBe(expected)
  })

  it("is no volume where each of them is meant", () => {
    expect(
      read("ヴィンサガの電子版セット、1巻ずつ買うよりどれくらい安い？").slots.volume,
    ).toBeUndefined()
  })
})

describe("the first words of a long title", () => {
  it("are the title, where no other begins with them", () => {
    expect(read("tensei shitara slime 1 on paper, how much").slots).toMatchObject({
      series: ["that-time-i-got-reincarnated-as-a-slime"],
      volume: 1,
    })
    expect(read("witch hat 13 - available?").slots.series).toEqual(["witch-hat-atelier"])
    expect(read("manga with a witch hat").slots.series).toEqual([])
  })
})

describe("who made a title", () => {
  it.each([
    "Has the mangaka of Fullmetal Alchemist done anything set on a farm?",
    "The person who did A Bride's Story also did something in Victorian England",
    "I loved Nana. What else of hers is in your shop?",
    "Do the people behind Death Note have a series about comics?",
    "バガボンドと同じ作者の漫画、ほかに何があります?",
    "プラネテスの作者が描いたヴァイキングの漫画ってどれ?",
    "LIAR GAME描いた人の野球漫画って何だっけ",
    "らんま1/2と犬夜叉って同じ人?",
  ])("is asked for with the other works: %s", (text) => {
    expect(read(text)).toMatchObject({ intent: "author", reads: "works" })
  })

  it("is not asked for by a wish for somebody", () => {
    const { intent } = read("My nephew loves Naruto, what else would he enjoy for his birthday?")
    expect(intent).not.toBe("author")
  })

  it("does not hide the numbered book that is asked for beside", () => {
    expect(read("touch 1 price, and who is the author, any idea?").reads).not.toBe("works")
  })
})

describe("a story that is told", () => {
  it.each([
    "What is the manga where Jesus and Buddha share a flat in Tokyo called?",
    "a lady next to me was laughing out loud at a manga about Jesus and Buddha living together",
  ])("is no question of the store's rules: %s", (text) => {
    expect(["title-lookup", "recommend"]).toContain(read(text).intent)
  })

  it("leaves rules what they are", () => {
    expect(read("Can I share a digital manga with my flatmate on a tablet?").intent).not.toBe(
      "author",
    )
    expect(read("Do you have a membership card?").intent).toBe("policy")
  })
})
