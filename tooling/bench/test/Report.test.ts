import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { readResults } from "../src/command/Check.ts"
import { readCommandLine } from "../src/command/CommandLine.ts"
import { atMost, figure } from "../src/measure/Figure.ts"
import { reasonOf } from "../src/page/Reasons.ts"
import { reportOf, reportSubcommand } from "../src/Report.ts"
import { type Result, writeResult } from "../src/result/Result.ts"

const figures = [
  figure("cost of a chat: SDK <default>", "ms", [4, 5, 6]),
  figure("cost of a chat: ours", "ms", [1, 1.2, 1.4], { target: atMost(1) }),
  figure("cost of a chat: theirs | other", "ms", [2]),
  figure("cost of a chat: ours", "KiB", [50], { target: atMost(60), note: "after collection" }),
]

const result: Result = {
  name: "connections",
  setting: "full",
  date: "2026-11-24T10:00:00.000Z",
  seed: 1,
  rounds: 3,
  machine: { system: "Linux", cpu: "one", cores: 2, memoryGib: 8, node: "v24.21.0", packages: {} },
  conditions: { network: "loopback" },
  noise: { load: 0.1, repeated: 2, noisy: 1 },
  figures,
}

const pageOf = (...results: ReadonlyArray<Result>) => {
  const { files, overview } = reportOf(results, "performance.md")
  return { overview, files, page: files.get("connections.md") ?? "" }
}

const kept = readResults(fileURLToPath(new URL("../results", import.meta.url)))

describe("the results that are kept", () => {
  const missed = kept.flatMap(({ figures: all, name }) =>
    all.flatMap((each) => (each.met === false ? [{ name, figure: each }] : [])),
  )

  it("have a reason beside every target that is missed", () => {
    const unexplained = missed.filter(({ figure: each, name }) => reasonOf(name, each) === "")
    expect(unexplained).toEqual([])
  })

  it("say of every figure which part measured it, so that its next run replaces it", () => {
    const unknown = kept.flatMap(({ figures: all }) => all.filter(({ part }) => part === undefined))
    expect(unknown.filter(({ from }) => from !== undefined)).toEqual([])
  })
})

describe("the page of a benchmark", () => {
  it("says of every figure what the result says", () => {
    const { files, page } = pageOf(result)
    expect(page).toContain("| cost of a chat: SDK <default> | 5 | 4 to 6 | ms |  |  |")
    expect(page).toContain("| cost of a chat: ours | 1.20 | 1 to 1.40 | ms | ≤ 1 | NOT MET |")
    expect(page).toContain("| cost of a chat: theirs \\| other | 2 |  | ms |  |  |")
    expect(page).toContain("| cost of a chat: ours | 50 |  | KiB | ≤ 60 | met |")
    expect(page).toContain("- cost of a chat: ours: after collection")
    expect(page).toContain("Targets met: 1 of 2. Again: `pnpm bench connections`")
    expect(page).toContain("1 kept although noisy")
    expect(page).toContain("[All benchmarks](../performance.md)")
    expect([...files.keys()]).toEqual(["connections.md"])
  })

  it("has a table for each part, and notes of all its figures once", () => {
    const of = (part: string, ...names: ReadonlyArray<string>) =>
      names.map((name) => Object.assign(figure(name, "ms", [1], { note: `of ${part}` }), { part }))
    const { page } = pageOf({ ...result, figures: [...of("one", "a", "b"), ...of("two", "c")] })
    expect(page).toMatch(
      /## one\n\n(\|.*\n){4}\n- all: of one\n\n## two\n\n(\|.*\n){3}\n- c: of two/,
    )
  })

  it("tells which figures an earlier run has left", () => {
    const kept = { ...figure("old", "ms", [1]), from: "2026-11-20, full, 5 rounds" }
    const { page } = pageOf({ ...result, figures: [figure("new", "ms", [2]), kept] })
    expect(page).toContain("- old: of 2026-11-20, full, 5 rounds")
  })

  it("shows what a result illustrates", () => {
    const illustrations = [
      { title: "Before and after", chart: "gantt", text: "before ####" },
      {
        title: "In words",
        table: [
          ["name", "ms"],
          ["a | b", "5"],
        ],
        remarks: ["as claimed"],
      },
    ]
    const { page } = pageOf({ ...result, illustrations })
    expect(page).toContain(
      "## Before and after\n\n```mermaid\ngantt\n```\n\n```text\nbefore ####\n```",
    )
    expect(page).toContain(
      "## In words\n\n| name | ms |\n| --- | ---: |\n| a \\| b | 5 |\n\n- as claimed",
    )
  })
})

describe("the performance page", () => {
  it("says the machine, each benchmark, and what is not met with its reason", () => {
    const { overview } = pageOf(result)
    expect(overview).toContain("Measured on one, 2 cores, 8 GiB, Linux, Node v24.21.0.")
    expect(overview).toContain(
      "[connections](performance/connections.md) (2026-11-24, full, 3 rounds; targets met: 1 of 2)",
    )
    expect(overview).toContain(
      "| [connections](performance/connections.md) | cost of a chat: ours | 1.20 | ms | ≤ 1 |  |",
    )
    const scale = { ...result, name: "scale" }
    const name = "growth: an instance's time for a look-up, by instances"
    const missed = figure(name, "exponent", [0.9], { target: atMost(0.3), note: "5000 questions" })
    expect(pageOf({ ...scale, figures: [missed] }).overview).toMatch(
      /≤ 0\.300 \| as in the row above: .*; 5000 questions \|/,
    )
  })

  it("says so when every target is met", () => {
    const { overview } = pageOf({ ...result, figures: [figure("free", "ms", [1])] })
    expect(overview).toContain("Every target is met.")
  })
})

describe("the report of the results in the repository", () => {
  const results = readResults(fileURLToPath(new URL("../results", import.meta.url)))
  const { files, overview } = reportOf(results, "performance.md")

  it("is a page of two screens with every section", () => {
    expect(overview.split("\n").length).toBeLessThanOrEqual(120)
    expect([...overview.matchAll(/^## (.*)$/gmu)].map(([, title]) => title)).toEqual([
      "Before and after",
      "What is not met, and why",
      "Beside peers",
      "What a customer waits for",
      "All figures",
    ])
  })

  it("links only to what it writes, and writes no page that nothing shows", () => {
    const targets = new Set<string>()
    const paths = new Set([
      "performance.md",
      ...[...files.keys()].map((each) => `performance/${each}`),
    ])
    for (const [page, text] of [["performance.md", overview] as const, ...files]) {
      if (!page.endsWith(".md")) continue
      const folder = page === "performance.md" ? "" : "performance"
      for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)\)/g)) {
        const path = join(folder, target)
        expect([page, target, paths.has(path)]).toEqual([page, target, true])
        targets.add(path)
      }
    }
    expect(new Set(paths)).toEqual(targets)
  })
})

describe("the command report", () => {
  it("writes the page and its pages, and removes those of results that are gone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-report-"))
    const page = join(folder, "docs", "speed.md")
    const below = join(folder, "docs", "speed")
    const invocation = {
      parameters: [page],
      options: readCommandLine(["report"]).options,
      folder,
      print: () => {},
      progress: { step: () => {} },
    }
    const { run } = reportSubcommand
    try {
      expect(() => run(invocation)).toThrow(`no results in ${folder}`)
      writeResult(folder, { ...result, figures: figures.slice(0, 3) })
      mkdirSync(below, { recursive: true })
      writeFileSync(join(below, "gone.md"), "")
      expect(await run(invocation)).toBe(0)
      expect(readdirSync(below)).toEqual(["connections.md"])
      expect(readFileSync(page, "utf8")).toContain("[connections](speed/connections.md)")
      expect(() => run({ ...invocation, parameters: ["page.txt"] })).toThrow("ends in .md")
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
