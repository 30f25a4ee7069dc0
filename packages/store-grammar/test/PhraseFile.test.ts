/** Files of phrases: what their signs mean, and that each fault is told with its file and line. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { phrasesByKind } from "../src/lists/PhraseFile.ts"
import { sourceOfPhrase } from "../src/lists/PhrasePattern.ts"
import { phrase } from "../src/lists/Phrases.ts"
import { phraseLists } from "../src/lists/WordFiles.ts"

const kinds = new Map([
  ["LIKED", "Somebody likes something."],
  ["LINK", "Stands between."],
  ["MORE", "Says more."],
])
const file = "phrases/en-tastes.phrases"
const listsOf = (text: string) => phrasesByKind([[file, text]], kinds)
const patternOf = (text: string) => new RegExp(sourceOfPhrase("{LIKED}", listsOf(text)), "u")

describe("a phrase", () => {
  it.each([
    ["any of several", "fond of; (love|like)", ["i am fond of it", "i like it"], ["i hate it"]],
    ["choices, one of them nothing", "love(d|s|)", ["i love it", "i loved it"], ["i lover it"]],
    ["a whole word", "like", ["i like it"], ["i dislike it", "it is likely"]],
    ["a word, of a choice at its end", "so (good|いい)", ["so good", "so いいです"], ["so goodly"]],
    ["a stem", "enjoy*", ["i enjoyed it", "enjoy"], ["overenjoyed"]],
    ["a stem within", "replac* it", ["replacing it please"], ["replacing that"]],
    ["a stem in a choice", "(love*|like) it", ["i loved it", "i like it"], ["i liked it"]],
    ["Japanese letters", "好き; 大(大|)好物", ["これ大好きです", "大好物"], ["嫌い"]],
    ["a gap", "あの…4感", ["あの感", "あの不思議な感"], ["あの不思議すぎる感"]],
    [
      "the end of the text",
      "ある$; 好き(な|$)",
      ["他にある", "好き", "好きな"],
      ["他にあるの", "好きだ"],
    ],
    ["the beginning of the text", "^もっと", ["もっと"], ["もう、もっと"]],
    ["none of these behind it", "世代[not 交代|が]", ["世代です"], ["世代交代"]],
    ["none of these before it", "[not 全|同]世代", ["いい世代"], ["全世代"]],
    [
      "no word behind it",
      "i like[not to|(of|by) it]",
      ["i like tom", "i like"],
      ["i like to", "i like of it"],
    ],
    ["no stem before another word", "love*[not to]", ["i loved it"], ["i loved to", "i love to"]],
    ["no word before it", "[not my|(his|her)]own", ["i own"], ["his own", "disown"]],
    [
      "no katakana around it",
      "[not katakana]ロス[not katakana]",
      ["ナナ ロスで"],
      ["ロサンゼルスロス", "ロスト"],
    ],
    ["words around a gap", "who wrote…9else", ["who wrote all else"], ["who wrote nonelse"]],
    ["signs that mean nothing", "3.5+", ["about 3.5+"], ["about 3555"]],
  ])("may be %s: %s", (_, phrases, some, none) => {
    const pattern = patternOf(`LIKED: ${phrases}`)
    expect(some.filter((text) => !pattern.test(text))).toEqual([])
    expect(none.filter((text) => pattern.test(text))).toEqual([])
  })

  it("may name a kind, once or as often as it stands there", () => {
    const once = patternOf("LINK: とても; 本当に\nLIKED: {LINK}好き")
    const often = patternOf("LINK: とても; 本当に\nLIKED: ^{LINK*}好き")
    expect([once.test("とても好き"), once.test("好き")]).toEqual([true, false])
    expect([often.test("とても本当に好き"), often.test("好き"), often.test("私は好き")]).toEqual([
      true,
      true,
      false,
    ])
  })

  it("is one of its kind in any file and line", () => {
    const lists = phrasesByKind(
      [
        ["phrases/en.phrases", "LIKED: love;\n  like"],
        ["phrases/ja.phrases", "# Japanese.\nLIKED: 好き"],
      ],
      kinds,
    )
    expect(lists.get("LIKED")?.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([
      "phrases/en.phrases:1 love",
      "phrases/en.phrases:2 like",
      "phrases/ja.phrases:2 好き",
    ])
  })

  it.each([
    ["a kind that the glossary lacks", "LIKED: love\nLIKES: like", 2, "kind"],
    ["a kind without phrases", "LIKED: love;\n  {LINK} love", 2, "kind"],
    ["a kind of itself", "LIKED: very {LIKED}", 1, "kind"],
    ["a kind of itself by another", "LIKED: a\nLINK: {LIKED}\nLIKED: b;\n  c {LINK}", 3, "kind"],
    ["a kind that stands below", "LIKED: {LINK} love\nLINK: so", 1, "kind"],
    ["no kind", "LIKED:", 1, "entry"],
    ["an empty phrase", "LIKED: love; ; like", 1, "wording"],
    ["a phrase that may be nothing", "LIKED: love;\n  (very |)(much|)", 2, "wording"],
    ["a gap alone", "LIKED: …8", 1, "wording"],
    ["a repeated kind alone", "LINK: so\nLIKED: ^{LINK*}(a|)", 2, "wording"],
    ["a choice without an end", "LIKED: love;\n  (very much", 2, "choice"],
    ["an exception without an end", "LIKED: love[not to", 1, "choice"],
    ["a gap without a length", "LIKED: love…it", 1, "sign"],
    ["the end of the text in the middle", "LIKED: love$ it", 1, "sign"],
    ["a sign of regular expressions", String.raw`LIKED: love\b`, 1, "sign"],
    ["a repeated kind that has room", "LINK: so; …3ly\nLIKED: {LINK*}love", 2, "sign"],
    ["a repeated kind that names one", "LINK: so\nMORE: {LINK}\nLIKED: {MORE*}me", 3, "sign"],
  ])("is not %s", (_, text, line, rule) => {
    expect(() => listsOf(text)).toThrow(expect.objectContaining({ file, line, rule }))
    expect(() => listsOf(text)).toThrow(`words/${file}:${line}: `)
  })
})

describe("phrases of a kind", () => {
  it("are found anywhere, or at an edge of the text", () => {
    const texts = ["what is over now", "is over now", "what is over"]
    const found = ["is over", "^is over", "is over$"].map((text) => texts.map(phrase(text).test))
    expect(found).toEqual([
      [true, true, true],
      [false, true, false],
      [false, false, true],
    ])
  })

  it("must stand in a file", () => {
    expect(() => phrase("{ASKSWHOM}")).toThrow(expect.objectContaining({ rule: "kind" }))
  })

  it("are all asked for", () => {
    const sources = fileURLToPath(new URL("../src", import.meta.url))
    const code = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(sources, name), "utf8"))
      .join("\n")
    const texts = [...phraseLists.values()].flat().map(({ text }) => text)
    const unused = [...phraseLists.keys()].filter(
      (kind) =>
        ![code, ...texts].some((text) =>
          new RegExp(String.raw`[{"]${kind}( ?\*)?["}]`, "u").test(text),
        ),
    )
    expect(unused).toEqual([])
  })
})
