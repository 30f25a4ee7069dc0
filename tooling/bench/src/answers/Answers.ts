/**
 * `bench answers FILE`: asks a store all questions of a corpus and checks the answers against the corpus's
 * expectations.
 *
 * By default the corpus is asked several times, each time with its questions in another order: forward, reversed or
 * shuffled. For each order a store with cold caches is started here, over emulated services without delays. `--url`
 * asks a running store instead, whose model may cost money and whose prompts cannot be inspected.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { cp } from "node:fs/promises"
import { join } from "node:path"
import { type Options, WrongUsage } from "../command/CommandLine.ts"
import { thisMachine } from "../measure/Machine.ts"
import type { Progress } from "../command/Progress.ts"
import type { Invocation, Subcommand } from "../command/Subcommand.ts"
import { startServices } from "../store/RunningStore.ts"
import { withFolder, withStore } from "../store/StoreFolder.ts"
import { answersSummary, answersText } from "./AnswersReport.ts"
import {
  type AnswersResult,
  isRight,
  type JudgedRun,
  readAnswers,
  writeAnswers,
} from "./AnswersResult.ts"
import { type AskedEntry, askCorpus } from "./AskCorpus.ts"
import { askingCost, costText } from "./AskingCost.ts"
import { comparisonText } from "./CompareAnswers.ts"
import { contentsText } from "./CorpusContents.ts"
import { type CorpusEntry, problemText, readCorpus } from "./Corpus.ts"
import { judgeAsked, type Watched } from "./JudgeAsked.ts"
import { dependences } from "./OrderDependence.ts"
import { ordered, type Ordering, orderings } from "./Ordering.ts"
import { OtherIntents } from "./OtherIntents.ts"
import { SeenPrompts } from "./SeenPrompts.ts"

interface AskedRun {
  readonly ordering: Ordering
  readonly asked: ReadonlyArray<AskedEntry>
  readonly judged: JudgedRun
}

interface Asking {
  readonly entries: ReadonlyArray<CorpusEntry>
  readonly options: Options
  readonly progress: Progress
}

const tokensOf = (asked: ReadonlyArray<AskedEntry>, of: "inputTokens" | "outputTokens"): number =>
  asked.reduce((sum, { told }) => sum + told.reduce((all, each) => all + (each[of] ?? 0), 0), 0)

const askInOrder = async (
  { entries, options, progress }: Asking,
  ordering: Ordering,
  url: string,
  watched: Watched | undefined,
): Promise<AskedRun> => {
  const asked = await askCorpus(ordered(entries, ordering, options.seed), {
    url,
    name: `answers-${ordering}-${process.pid}-${Date.now().toString(36)}`,
    parallel: options.answers.parallel,
    again: watched === undefined ? 0 : 2,
    asked: (done) => {
      if (done % 20 === 0 || done === entries.length) {
        progress.step(`answers: ${ordering}, ${done} of ${entries.length} asked`)
      }
      return watched?.prompts.take()
    },
  })
  const places = new Map(entries.map(({ id }, index) => [id, index]))
  const inPlace = asked.toSorted(
    (a, b) => (places.get(a.entry.id) ?? 0) - (places.get(b.entry.id) ?? 0),
  )
  const judged: Array<JudgedRun["entries"][number]> = []
  for (const each of inPlace) judged.push(await judgeAsked(each, watched))
  return {
    ordering,
    asked: inPlace,
    judged: {
      ordering,
      inputTokens: tokensOf(asked, "inputTokens"),
      outputTokens: tokensOf(asked, "outputTokens"),
      askedAgain: asked.filter(({ before }) => before > 0).length,
      entries: judged,
    },
  }
}

/** Words are judged, not time: what a busy machine is late with is waited for. */
const patient = { LATENCY_BUDGET_MS: "20000" }

/** The catalogue is written once; each order begins with a copy of it. */
const askOwnStores = (asking: Asking, orders: ReadonlyArray<Ordering>) =>
  withFolder(async (folder) => {
    const seeded = join(folder, "seeded")
    asking.progress.step("answers: the catalogue is written")
    await (await startServices(seeded, [])).stop()
    const runs: Array<AskedRun> = []
    for (const ordering of orders) {
      const dataFolder = join(folder, ordering)
      await cp(seeded, dataFolder, { recursive: true })
      asking.progress.step(`answers: ${ordering}, a store is started`)
      const run = await withStore({ dataFolder, environment: patient }, async (store) => {
        const intents = await OtherIntents.of(store)
        try {
          const prompts = new SeenPrompts(store)
          return await askInOrder(asking, ordering, store.url, { prompts, intents })
        } finally {
          intents.close()
        }
      })
      runs.push(run)
    }
    return runs
  })

const askRunningStore = async (asking: Asking, orders: ReadonlyArray<Ordering>, url: string) => {
  const runs: Array<AskedRun> = []
  for (const ordering of orders) runs.push(await askInOrder(asking, ordering, url, undefined))
  return runs
}

const readEntries = (file: string, ids: boolean) => {
  let content: string
  try {
    content = readFileSync(file, "utf8")
  } catch (cause) {
    throw new WrongUsage(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const { entries, problems } = readCorpus(content, { ids })
  if (problems.length > 0) {
    const told = problems.slice(0, mostProblems).map((each) => `${file}, ${problemText(each)}`)
    const more = problems.length - told.length
    throw new WrongUsage([...told, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n"))
  }
  return { entries, sha256: createHash("sha256").update(content).digest("hex") }
}

const mostProblems = 50

const chosenOrders = ({ answers }: Options): ReadonlyArray<Ordering> => {
  const chosen = answers.orders.map((name) => {
    const known = orderings.find((each) => each === name)
    if (known !== undefined) return known
    throw new WrongUsage(`--orders: no order ${name}; there are ${orderings.join(", ")}`)
  })
  if (chosen.length > 0) return [...new Set(chosen)]
  // The caches of a store that runs stay warm, so another order would meet the first one's answers.
  return answers.url === undefined ? orderings : ["forward"]
}

const askAndReport = async (file: string, invocation: Invocation): Promise<number> => {
  const { folder, options, print, progress } = invocation
  const { atLeast, parallel, url, yes } = options.answers
  const orders = chosenOrders(options)
  const { entries, sha256 } = readEntries(file, url === undefined)
  if (url !== undefined) {
    print(`${url}: ${costText(askingCost(entries, orders.length))}`)
    if (!yes) throw new WrongUsage("nothing was asked; with --yes it is")
  }
  const asking = { entries, options, progress }
  const runs =
    url === undefined
      ? await askOwnStores(asking, orders)
      : await askRunningStore(asking, orders, url)
  const [first, ...others] = runs.map(({ judged }) => judged)
  if (first === undefined) throw new Error("asked in no order")
  const { revision } = thisMachine([])
  const result: AnswersResult = {
    kind: "answers",
    corpus: file,
    sha256,
    date: new Date().toISOString(),
    seed: options.seed,
    parallel,
    ...(revision === undefined ? {} : { revision }),
    ...(url === undefined ? {} : { url }),
    runs: [first, ...others],
    dependences: dependences(
      runs.map(({ asked, ordering }) => ({
        ordering,
        turns: asked.flatMap(({ entry: { id }, told }) =>
          told.map((each, turn) => ({ id, turn, told: each })),
        ),
      })),
    ),
  }
  const written = writeAnswers(options.out ?? join(folder, "answers"), result)
  progress.done()
  print(options.json ? answersSummary(result) : `${answersText(result)}\n\n${written}`)
  const least = Math.min(
    ...result.runs.map((run) => run.entries.filter(isRight).length / run.entries.length),
  )
  return atLeast !== undefined && least < atLeast ? 1 : 0
}

export const answers: Subcommand = {
  name: "answers",
  summary: "puts a corpus of questions to a store and judges what a customer reads",
  parameters: "FILE | check FILE | compare A.json B.json",
  help: `The corpus is described in docs/answers-corpus.md. Without --url a store over emulated services is started
for each order of asking. --at-least judges the order with the fewest right answers. --out takes a folder
or a file that ends in .json; compare puts two of them side by side. check reads a corpus and asks nothing.`,
  run: (invocation) => {
    const [file, ...more] = invocation.parameters
    if (file === "check") {
      const [corpus] = more
      if (corpus === undefined || more.length > 1) {
        throw new WrongUsage("answers check needs one corpus file")
      }
      invocation.print(contentsText(readEntries(corpus, true).entries))
      return Promise.resolve(0)
    }
    if (file === "compare") {
      const [before, after] = more
      if (before === undefined || after === undefined || more.length > 2) {
        throw new WrongUsage("answers compare needs two result files")
      }
      invocation.print(comparisonText(readAnswers(before), readAnswers(after)))
      return Promise.resolve(0)
    }
    if (file === undefined || more.length > 0) throw new WrongUsage("answers needs one corpus file")
    return askAndReport(file, invocation)
  },
}
