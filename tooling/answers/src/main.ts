/**
 * Entry point of `pnpm answers FILE`: asks all questions of a list of a store that is started for it, and tells for each
 * whether the facts that it needs reached the model (`docs/answers-corpus.md`).
 *
 * The list is asked in several orders, forward, reversed and shuffled, each with cold caches: an entry counts only if its
 * facts are held in all of them. Exit codes: 0 done, 1 below `--at-least` or broken, 64 wrong usage, 130 interrupted.
 */
import { useCheckout } from "@manga-assist/bench/store/RunningStore"
import { gitRevision } from "@manga-assist/bench/measure/Machine"
import { progressOn } from "@manga-assist/bench/command/Progress"
import { runCommand } from "@manga-assist/bench/command/RunCommand"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type AnswersOptions, readAnswersCommand, usage } from "./AnswersOptions.ts"
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
import { contentsText } from "./ListContents.ts"
import { demoStore } from "./oracle/StoreData.ts"
import { readList } from "./QuestionList.ts"
import { WrongUse } from "@manga-assist/process/arguments"

const defaultFolder = fileURLToPath(new URL("../results", import.meta.url))

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

const askAndReport = async (file: string, options: AnswersOptions): Promise<number> => {
  const { atLeast, json, keep, of, orders, out, parallel, seed } = options
  const store = demoStore()
  const progress = progressOn()
  const { entries, sha256 } = readList(file, store)
  if (of !== undefined) useCheckout(of)
  const asked = await askOwnStores(entries, {
    orders,
    seed,
    parallel,
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
    seed,
    ...(revision === undefined ? {} : { revision }),
    runs: [first, ...others],
  }
  const written = writeAnswers(out ?? defaultFolder, result)
  console.log(json ? answersSummary(result) : `${answersText(result)}\n\n${written}`)
  const always = heldAlways(result)
  const needy = first.entries.filter((entry) => entry.needy)
  const share = needy.filter(({ id }) => always.has(id)).length / Math.max(1, needy.length)
  return atLeast !== undefined && share < atLeast ? 1 : 0
}

runCommand(async () => {
  const { help, options, words } = readAnswersCommand(process.argv.slice(2))
  const [first, ...rest] = words
  if (help) console.log(usage)
  else if (first === "check") {
    const [list] = rest
    if (list === undefined || rest.length > 1) throw new WrongUse("check needs one list")
    const store = demoStore()
    console.log(contentsText(readList(list, store).entries, store))
  } else if (first === "compare") {
    const [before, after] = rest
    if (before === undefined || after === undefined || rest.length > 2) {
      throw new WrongUse("compare needs two result files")
    }
    console.log(comparisonText(readAnswers(before), readAnswers(after)))
  } else if (first === undefined || rest.length > 0) throw new WrongUse("answers needs one list")
  else return askAndReport(first, options)
  return 0
})
