/** The schedule that ships is right; each broken rule is told with file, line and rule. */
import { demoNames } from "@manga-assist/assistant"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readSchedule } from "../src/schedule/Schedule.ts"

const now = Date.UTC(2026, 10, 24, 12)
const shipped = readFileSync(
  new URL("../../../packages/catalogue/src/manga/schedule.json", import.meta.url),
  "utf8",
)

const pattern = (more: Record<string, unknown> = {}) => ({
  name: "trending",
  each: "once",
  every: "15 minutes",
  lead: "5 minutes",
  trafficShare: 0.2,
  savesMs: 900,
  wordings: { en: ["trending manga"], ja: ["人気の漫画"] },
  ...more,
})

const schedule = (patterns: ReadonlyArray<unknown>, more: Record<string, unknown> = {}) =>
  JSON.stringify(
    {
      concurrency: 2,
      tokensPerHour: 100_000,
      demand: { top: 5, every: "30 minutes", lead: "5 minutes", savesMs: 700 },
      patterns,
      ...more,
    },
    null,
    2,
  )

const problemsOf = (text: string): ReadonlyArray<string> => {
  const read = readSchedule("schedule.json", text, now, demoNames())
  return "problems" in read ? read.problems : []
}

/** The line on which the text stands, from 1. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length

describe("the schedule that ships", () => {
  it("breaks no rule and has the source document's lifetimes", () => {
    const read = readSchedule("schedule.json", shipped, now, demoNames())
    if ("problems" in read) return expect(read.problems).toEqual([])
    const minutes = read.patterns.map(({ holdsMs, name }) => [name, holdsMs / 60_000])
    expect(Object.fromEntries(minutes)).toEqual({
      trending: 15,
      "new-releases": 60,
      demographic: 30,
      genre: 30,
      title: 5,
    })
    expect(read.patterns.find(({ name }) => name === "title")?.top).toBe(100)
    expect(read.leftOut).toEqual([])
  })

  it("waits for customers above 32 calls at a time, also where the file does not say so", () => {
    const read = readSchedule("schedule.json", schedule([pattern()]), now, demoNames())
    expect("problems" in read ? undefined : read.busyAbove).toBe(32)
  })
})

const broken: ReadonlyArray<readonly [string, string, string, string]> = [
  [
    "a load of customers that is none",
    schedule([pattern()], { busyAbove: -1 }),
    '"busyAbove"',
    "busyAbove must be a whole number from 0 to 100000",
  ],
  [
    "a cron that is none",
    schedule([pattern({ every: undefined, cron: "61 * * * *", holds: "1 hour" })]),
    '"cron"',
    "patterns[0].cron must be a cron expression: ",
  ],
  [
    "a date where a cron should be",
    schedule([pattern({ every: undefined, cron: "2020-01-01T00:00:00", holds: "1 hour" })]),
    '"cron"',
    "of five fields",
  ],
  [
    "a cron that never fires",
    schedule([pattern({ every: undefined, cron: "0 0 30 2 *", holds: "1 hour" })]),
    '"cron"',
    "never fires",
  ],
  [
    "a pattern without wordings",
    schedule([pattern({ wordings: { en: [], ja: ["人気の漫画"] } })]),
    '"en"',
    "at least one wording",
  ],
  [
    "no wordings in one language",
    schedule([pattern({ wordings: { en: ["trending manga"] } })]),
    '"wordings"',
    "patterns[0].wordings.ja must be a list",
  ],
  [
    "a pattern without template",
    schedule([pattern({ name: "genre", each: "genre" })]),
    '"trending manga"',
    "is no template",
  ],
  [
    "braces with nothing to put into",
    schedule([pattern({ wordings: { en: ["{english} manga"], ja: ["人気の漫画"] } })]),
    '"{english} manga"',
    "nothing to put",
  ],
  [
    "other braces",
    schedule([
      pattern({ each: "genre", wordings: { en: ["{genre} manga"], ja: ["{japanese}漫画"] } }),
    ]),
    '"{genre} manga"',
    "nothing else",
  ],
  [
    "an unknown field",
    schedule([pattern({ evry: "1 hour" })]),
    '"evry"',
    "patterns[0].evry is unknown",
  ],
  [
    "an unknown field above",
    schedule([pattern()], { concurency: 3 }),
    '"concurency"',
    "concurency is unknown",
  ],
  ["both every and cron", schedule([pattern({ cron: "* * * * *" })]), '"every"', "not both"],
  [
    "a lead as long as the life",
    schedule([pattern({ lead: "15 minutes" })]),
    '"lead"',
    "shorter than nine tenths",
  ],
  ["a duration in words", schedule([pattern({ every: "soon" })]), '"every"', "must be a duration"],
  [
    "a share above 1",
    schedule([pattern({ trafficShare: 22 })]),
    '"trafficShare"',
    "number from 0 to 1",
  ],
  [
    "a concurrency of 0",
    schedule([pattern()], { concurrency: 0 }),
    '"concurrency"',
    "whole number from 1 to 50",
  ],
  [
    "a cap of text",
    schedule([pattern()], { tokensPerHour: "many" }),
    '"tokensPerHour"',
    "whole number from",
  ],
  ["no patterns", schedule([]), '"patterns"', "at least one pattern"],
  [
    "two of one name",
    schedule([pattern(), pattern({ wordings: { en: ["new releases"], ja: ["新刊"] } })]),
    '"trending",',
    "the name of two patterns",
  ],
  [
    "a question that is answered for one person",
    schedule([pattern({ wordings: { en: ["where is my order?"], ja: ["人気の漫画"] } })]),
    '"where is my order?"',
    "no question that answers are kept for",
  ],
  [
    "patterns that are no list",
    schedule([], { patterns: {} }),
    '"patterns"',
    "must be a list with",
  ],
  [
    "a lead that leaves too little of the life",
    schedule([pattern({ lead: "14 minutes" })]),
    '"lead"',
    'shorter than nine tenths of "every"',
  ],
  [
    "neither every nor cron",
    schedule([pattern({ every: undefined })]),
    "{",
    "patterns[0].every must be given",
  ],
  [
    "a cron of a number",
    schedule([pattern({ every: undefined, cron: 15, holds: "1 hour" })]),
    '"cron"',
    "patterns[0].cron must be a cron expression of five fields",
  ],
  [
    "a Japanese template without a name",
    schedule([
      pattern({ each: "genre", wordings: { en: ["{english} manga"], ja: ["人気の漫画"] } }),
    ]),
    '"人気の漫画"',
    "patterns[0].wordings.ja[0] is no template",
  ],
  [
    "wordings of a third language",
    schedule([pattern({ wordings: { en: ["trending manga"], ja: ["人気の漫画"], de: ["x"] } })]),
    '"de"',
    "patterns[0].wordings.de is unknown; known: en, ja",
  ],
  [
    "an unknown field of the demand",
    schedule([pattern()], {
      demand: { top: 5, every: "30 minutes", lead: "5 minutes", savesMs: 700, most: 3 },
    }),
    '"most"',
    "demand.most is unknown",
  ],
  [
    "no top title",
    schedule([pattern({ each: "title", top: 0 })]),
    '"top"',
    "patterns[0].top must be a whole number from 1 to 1000",
  ],
  [
    "a saving of nothing",
    schedule([pattern({ savesMs: 0 })]),
    '"savesMs"',
    "patterns[0].savesMs must be a number from 1 to 60000",
  ],
  [
    "a demand that saves nothing",
    schedule([pattern()], { demand: { top: 5, every: "1 hour", lead: "5 minutes", savesMs: 0 } }),
    '"savesMs": 0',
    "demand.savesMs must be a number from 1 to 60000",
  ],
  [
    "half a demanded question",
    schedule([pattern()], { demand: { top: 0.5, every: "1 hour", lead: "1 minute", savesMs: 9 } }),
    '"top"',
    "demand.top must be a whole number from 0 to 1000",
  ],
  [
    "a number in quotes",
    schedule([pattern({ trafficShare: "0.2" })]),
    '"trafficShare"',
    "patterns[0].trafficShare must be a number from 0 to 1",
  ],
  [
    "a duration of 0",
    schedule([pattern({ lead: "0 minutes" })]),
    '"lead"',
    "patterns[0].lead must be a duration",
  ],
  [
    "a life of more than a day",
    schedule([pattern({ every: "25 hours" })]),
    '"every"',
    "at most 24 hours",
  ],
  [
    "each of what is not known",
    schedule([pattern({ each: "author" })]),
    '"each"',
    "must be one of once, genre, demographic, title",
  ],
  [
    "a name that is none",
    schedule([pattern({ name: "New Releases" })]),
    '"New Releases"',
    "patterns[0].name must be 1 to 60 lower-case letters, digits and hyphens",
  ],
  [
    "a wording that is no text",
    schedule([pattern({ wordings: { en: ["trending manga", 3], ja: ["人気の漫画"] } })]),
    "3",
    "patterns[0].wordings.en[1] must be a text of 1 to 300 characters",
  ],
  [
    "a blank wording",
    schedule([pattern({ wordings: { en: ["  "], ja: ["人気の漫画"] } })]),
    '"  "',
    "must be a text of 1 to 300 characters",
  ],
  [
    "a wording that is too long",
    schedule([pattern({ wordings: { en: ["a".repeat(301)], ja: ["人気の漫画"] } })]),
    "aaa",
    "must be a text of 1 to 300 characters",
  ],
  ["a pattern that is none", schedule([3]), "3", "patterns[0] must be an object"],
  ["a pattern that is a list", schedule([[]]), "[]", "patterns[0] must be an object"],
]

describe("a broken schedule", () => {
  it.each(broken)("stops with file, line and rule: %s", (_name, text, place, rule) => {
    const problems = problemsOf(text)
    const found = problems.find((problem) => problem.includes(rule))
    expect(found, problems.join("\n")).toBeDefined()
    const lines = text.split("\n").flatMap((line, at) => (line.includes(place) ? [at + 1] : []))
    expect(lines).toContain(Number(found?.split(":")[1]))
  })

  it("tells overlaps by meaning, not by letters", () => {
    const text = schedule([
      pattern(),
      pattern({ name: "popular", wordings: { en: ["What's popular right now?"], ja: ["新刊"] } }),
    ])
    expect(problemsOf(text)).toEqual([
      `schedule.json:${lineOf(text, "\"What's popular")}: patterns[1].wordings.en[0] ("What's popular right now?") is the same question as "trending manga" of the pattern "trending"`,
    ])
  })

  it("tells one question of two subjects, but not of one or of two languages", () => {
    const wordings = { en: ["Show me {english} manga"], ja: ["{japanese}漫画を見せて"] }
    const alike = { en: ["trending manga", "popular manga"], ja: ["人気の漫画"] }
    const right = schedule([
      pattern({ name: "genre", each: "genre", wordings }),
      pattern({ wordings: alike }),
    ])
    expect(problemsOf(right)).toEqual([])
    const fixed = pattern({
      name: "action",
      wordings: { en: ["Show me action manga"], ja: ["新刊"] },
    })
    expect(
      problemsOf(schedule([pattern({ name: "genre", each: "genre", wordings }), fixed])),
    ).toEqual([
      expect.stringContaining(
        'is the same question as "Show me action manga" of the pattern "genre action"',
      ),
    ])
  })

  it("leaves out what no answer is kept for, where the template works with others, and names it", () => {
    const wordings = { en: ["{english} manga"], ja: ["{japanese}"] }
    const text = schedule([pattern({ each: "demographic", wordings })])
    const read = readSchedule("schedule.json", text, now, demoNames())
    if ("problems" in read) return expect(read.problems).toEqual([])
    expect(read.leftOut).toHaveLength(3)
    expect(read.leftOut[0]).toMatch(/^\("少年"\) is no question that answers are kept for: /u)
  })

  it("takes the same question in two languages for two", () => {
    const crossed = { en: ["new releases"], ja: ["人気の漫画"] }
    const straight = { en: ["trending manga"], ja: ["新刊"] }
    const text = schedule([
      pattern({ wordings: straight }),
      pattern({ name: "new", wordings: crossed }),
    ])
    expect(problemsOf(text)).toEqual([])
  })

  it("tells what is wrong with a cron, and one that stands beside nothing else wrong alone", () => {
    const cron = { every: undefined, cron: "61 * * * *", holds: "1 hour" }
    const [problem, ...others] = problemsOf(schedule([pattern(cron)]))
    expect(problem).toMatch(/ patterns\[0\]\.cron must be a cron expression: (?!CronPattern).*61/u)
    expect(others).toEqual([])
    expect(problemsOf(schedule([pattern({ ...cron, every: "1 hour" })]))).toHaveLength(1)
  })

  it("compares wordings only where each of them is one: what is broken is told once", () => {
    const broken = pattern({ name: "popular", savesMs: 0 })
    expect(problemsOf(schedule([pattern(), broken]))).toHaveLength(1)
  })

  it("tells a field that stands twice", () => {
    const text = schedule([pattern()]).replace('"lead"', '"lead": "1 minute",\n "lead"')
    expect(problemsOf(text)[0]).toContain("stands here twice")
  })

  it.each([
    ["a name without quotes", '{\n  "concurrency": 2,\n  oops\n}', 3],
    ["a word that is no value", '{\n  "concurrency": two,\n  "patterns": []\n}\n', 2],
    [
      "a value of another language",
      '{\n  "demand": {\n    "top": None\n  },\n  "patterns": []\n}',
      3,
    ],
    ["a comma too many", '{\n  "patterns": [1,\n  ],\n  "concurrency": 2\n}', 3],
    ["a text over two lines", '{\n  "patterns": ["a\n"],\n  "concurrency": 2\n}', 2],
    ["an end that is missing", '{\n  "concurrency": 2,\n  "patterns": [', 3],
  ])("tells, in one line, where it stops being JSON: %s", (_name, text, line) => {
    const [problem, ...others] = problemsOf(text)
    expect(problem).toMatch(/^schedule\.json:\d+: must be JSON: .+$/u)
    expect(problem?.split(":")[1]).toBe(`${line}`)
    expect(others).toEqual([])
  })

  it.each([
    "[]",
    "null",
    '"x"',
    "{}",
    '{"patterns":[null,3,[]]}',
    '{"patterns":{}}',
    '{"demand":[]}',
  ])("never throws: %s", (text) => expect(problemsOf(text).length).toBeGreaterThan(0))
})
