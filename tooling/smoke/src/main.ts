/**
 * `pnpm smoke URL`: checks a deployment with ten questions, asks again what was not well, prints one line each, then what is
 * wrong and where to look.
 * Exit code 1 when something is.
 */
import { commandLine } from "@manga-assist/process/arguments"
import { setTimeout as sleep } from "node:timers/promises"
import type { Answer } from "./Answer.ts"
import { ask } from "./Ask.ts"
import { checkHeaders } from "./Headers.ts"
import { type Asked, isDoubtful, judge } from "./Judge.ts"
import { parseOptions, type Target, usage } from "./Options.ts"
import { type Question, questions } from "./Questions.ts"

const lineOf = ({ degraded, failure, firstContentMs, products, source, text }: Answer): string => {
  if (failure !== undefined) return `  -        ${text}  ${failure.detail}`
  const first = firstContentMs === undefined ? "-" : `${Math.round(firstContentMs)} ms`
  const left = degraded.length === 0 ? "" : `  degraded: ${degraded.join(", ")}`
  return `  ${first.padEnd(9)}${text}  ${source ?? ""}, ${products} products${left}`
}

/** An answer is written to the cache after it was given: within a second. */
const attempts = 6
const pauseMs = 200

const answerTo = async (target: Target, { repeated, text }: Question): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(target, text)
    const isTooSoon = repeated === true && answer.source === "model" && attempt < attempts
    if (!isTooSoon) return answer
    await sleep(pauseMs)
  }
}

/** What was not well is asked twice more before it is judged. */
const againAfterMs = [2_000, 5_000]

const options = commandLine({ usage, wrongUse: 64 }, (args) => parseOptions(args, process.env))
if (options !== undefined) {
  const { budgetMs, target } = options
  const asked: Array<Asked> = []
  const askAll = async (of: ReadonlyArray<Question>): Promise<void> => {
    for (const question of of) {
      const answer = await answerTo(target, question)
      const at = asked.findIndex(([before]) => before === question)
      asked.splice(at < 0 ? asked.length : at, 1, [question, answer])
      console.log(lineOf(answer))
      // What keeps a connection from being opened keeps all of them.
      if (["certificate", "unreachable"].includes(answer.failure?.kind ?? "")) return
    }
  }
  await askAll(questions)
  for (const pauseMs of againAfterMs) {
    const doubtful = asked.filter((each) => isDoubtful(each, budgetMs))
    if (doubtful.length === 0) break
    console.log(`again, after ${pauseMs / 1_000} s:`)
    await sleep(pauseMs)
    const rest = questions.slice(asked.length)
    await askAll([...doubtful.map(([question]) => question), ...rest])
  }
  const reached = asked.length === questions.length
  const findings = [...judge(asked, budgetMs), ...(reached ? await checkHeaders(target) : [])]
  for (const { look, what } of findings) console.error(`wrong: ${what}\n       look at: ${look}`)
  if (findings.length === 0) console.log("all is well")
  else process.exitCode = 1
}
