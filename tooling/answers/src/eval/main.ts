/**
 * Entry point of `pnpm eval`: asks question lists of a store with a real model and judges its answers; `pnpm eval call`
 * makes one call of a tool for a kept turn.
 *
 * Exit codes: 0 done, 1 something broke or a tool refused, 64 wrong usage, 130 interrupted. No child process stays.
 */
import { writeFileSync } from "node:fs"
import { demoStore } from "../oracle/StoreData.ts"
import { readList } from "../QuestionList.ts"
import { WrongUse } from "@manga-assist/process/arguments"
import { progressOn } from "@manga-assist/bench/command/Progress"
import { runCommand } from "@manga-assist/bench/command/RunCommand"
import { callTool } from "./CallTool.ts"
import { costText, evalText, figuresOf } from "./EvalReport.ts"
import { type EvalOptions, readEvalCommand, usage } from "./EvalOptions.ts"
import { evaluate } from "./Evaluate.ts"

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const ask = async (options: EvalOptions): Promise<void> => {
  const { json, lists, model, out, samples, yes } = options
  const store = demoStore()
  const entries = lists.flatMap((list) => readList(list, store).entries)
  const told = json ? process.stderr : process.stdout
  told.write(`${costText(entries, samples, model)}\n`)
  if (!yes) throw new WrongUse("nothing was asked; with --yes it is")
  // Heard by the emulated services that are started, which pass calls on to LOCAL_MODEL_URL.
  if (model !== undefined) process.env["LOCAL_MODEL"] = model
  const progress = progressOn()
  const answers = await evaluate(entries, options, store, (text) => {
    progress.step(`eval: ${text}`)
  })
  const result = { date: new Date().toISOString(), lists, model, ...figuresOf(answers) }
  if (out !== undefined)
    writeFileSync(out, `${JSON.stringify({ ...result, answers }, undefined, 1)}\n`)
  print(json ? JSON.stringify(result) : evalText(answers))
}

runCommand(async () => {
  const command = readEvalCommand(process.argv.slice(2))
  if (command.kind === "help") print(usage)
  else if (command.kind === "ask") await ask(command.options)
  else {
    const { ok, result } = await callTool(command.call)
    print(JSON.stringify(result, undefined, 1))
    return ok ? 0 : 1
  }
  return 0
})
