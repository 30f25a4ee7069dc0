/** The schedule that ships is right; each broken rule is told with file, line and rule. */
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readSchedule } from "../src/Schedule.ts"

const now = Date.UTC(2026, 10, 24, 12)
const shipped = readFileSync(new URL("../schedule.json", import.meta.url), "utf8")

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
  const read = readSchedule("schedule.json", text, now)
  return "problems" in read ? read.problems : []
}

/** The line on which the text stands, from 1. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length

describe("the schedule that ships", () => {
  it("breaks no rule and has the source document's lifetimes", () => {
    const read = readSchedule("schedule.json", shipped, now)
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
    const read = readSchedule("schedule.json", schedule([pattern()]), now)
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

  it("tells a field that stands twice", () => {
    const text = schedule([pattern()]).replace('"lead"', '"lead": "1 minute",\n "lead"')
    expect(problemsOf(text)[0]).toContain("stands here twice")
  })

  it("tells the line on which it stops being JSON", () => {
    const [problem] = problemsOf('{\n  "concurrency": 2,\n  oops\n}')
    expect(problem).toMatch(/^schedule\.json:3: must be JSON: /u)
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
