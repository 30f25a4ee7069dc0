/**
 * `bench answers FILE`: asks all questions of a list of a store that is started for it, and tells for each whether the
 * facts that it needs reached the model (`docs/answers-corpus.md`).
 *
 * The list is asked in several orders, forward, reversed and shuffled, each with cold caches: an entry counts only if its
 * facts are held in all of them.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Options, WrongUsage } from "../command/CommandLine.ts"
import type { Invocation, Subcommand } from "../command/Subcommand.ts"
import { gitRevision } from "../measure/Machine.ts"
import { answersSummary, answersText, comparisonText } from "./AnswersReport.ts"
import {
  type AnswersResult,
  heldAlways,
  judgeAsked,
  readAnswers,
  writeAnswers,
} from "./AnswersResult.ts"
import type { AskedEntry } from "./asking/AskEntries.ts"
import { askOwnStores } from "./asking/AskOwnStores.ts"
import { type Ordering, orderings } from "./asking/Ordering.ts"
import { contentsText } from "./ListContents.ts"
import { demoStore } from "./oracle/StoreData.ts"
import { readList } from "./QuestionList.ts"

const chosenOrders = ({ answers }: Options): ReadonlyArray<Ordering> => {
  const chosen = answers.orders.map((name) => {
    const known = orderings.find((each) => each === name)
    if (known !== undefined) return known
    throw new WrongUsage(`--orders: no order ${name}; there are ${orderings.join(", ")}`)
  })
  return chosen.length > 0 ? [...new Set(chosen)] : orderings
}

/** What a reader in the model's place is given, `<id>.json`. */
const keepRequests = (folder: string, asked: ReadonlyArray<AskedEntry>): void => {
  mkdirSync(folder, { recursive: true })
  for (const { before, entry, request, told } of asked) {
    const { answer, products, source, turn } = told
    const kept = {
      id: entry.id,
      user: entry.user,
      turns: entry.turns.map(({ ask }, at) => ({ ask, answer: before[at]?.answer ?? answer })),
      turn,
      source,
      products,
      request,
    }
    writeFileSync(join(folder, `${entry.id}.json`), `${JSON.stringify(kept, undefined, 1)}\n`)
  }
}

const askAndReport = async (file: string, invocation: Invocation): Promise<number> => {
  const { folder, options, print, progress } = invocation
  const { atLeast, keep, of, parallel } = options.answers
  const store = demoStore()
  const orders = chosenOrders(options)
  const { entries, sha256 } = readList(file, store)
  const asked = await askOwnStores(entries, {
    orders,
    seed: options.seed,
    parallel,
    checkout: of,
    step: (text) => {
      progress.step(`answers: ${text}`)
    },
  })
  const [first, ...others] = asked.map((run) => ({
    ordering: run.ordering,
    entries: run.asked.map((each) => judgeAsked(each, store)),
  }))
  if (first === undefined) throw new Error("asked in no order")
  if (keep !== undefined) keepRequests(keep, asked[0]?.asked ?? [])
  const revision = gitRevision(of)
  const result: AnswersResult = {
    kind: "facts",
    list: file,
    sha256,
    date: new Date().toISOString(),
    seed: options.seed,
    ...(revision === undefined ? {} : { revision }),
    runs: [first, ...others],
  }
  const written = writeAnswers(options.out ?? join(folder, "answers"), result)
  progress.done()
  print(options.json ? answersSummary(result) : `${answersText(result)}\n\n${written}`)
  const always = heldAlways(result)
  const needy = first.entries.filter(({ needy }) => needy)
  const share = needy.filter(({ id }) => always.has(id)).length / Math.max(1, needy.length)
  return atLeast !== undefined && share < atLeast ? 1 : 0
}

export const answers: Subcommand = {
  name: "answers",
  summary: "asks a list of questions and tells whether the facts they need reach the model",
  parameters: "FILE | check FILE | compare A.json B.json",
  help: `The list is described in docs/answers-corpus.md. A store over emulated services is started for each order
of asking. --out takes a folder or a file that ends in .json; compare puts two of them side by side. check
reads a list and asks nothing.`,
  run: (invocation) => {
    const [file, ...more] = invocation.parameters
    if (file === "check") {
      const [list] = more
      if (list === undefined || more.length > 1)
        throw new WrongUsage("answers check needs one list")
      const store = demoStore()
      invocation.print(contentsText(readList(list, store).entries, store))
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
    if (file === undefined || more.length > 0) throw new WrongUsage("answers needs one list")
    return askAndReport(file, invocation)
  },
}
