/**
 * Interactive mode of `pnpm chat`: questions typed, pasted or piped in are answered one after another until end of
 * input.
 *
 * Ctrl-C cancels the running answer; again, or with nothing running, it leaves.
 */
import { createInterface } from "node:readline"
import { answerPrinter } from "./AnswerPrinter.ts"
import { exitCodeOf } from "./AskOnce.ts"
import type { Conversation } from "./Conversation.ts"
import { commandOf, help } from "./Commands.ts"
import { checkQuestion } from "./Options.ts"
import { PastedLines } from "./PastedLines.ts"
import type { Screen } from "./Screen.ts"
import { visibleLine } from "./Visible.ts"

/** Asks the terminal to say where a paste begins and ends. */
const bracketedPaste = { on: "\u001B[?2004h", off: "\u001B[?2004l" }
const promptText = "you> "

/** Questions that may wait for their turn; more are refused, not remembered. */
const waitingLimit = 1000

export const interact = async (
  conversation: Conversation,
  screen: Screen,
  shown: { readonly json: boolean; readonly race: boolean },
): Promise<number> => {
  const terminal = process.stdin.isTTY && process.stdout.isTTY && !shown.json
  const reader = createInterface({
    input: process.stdin,
    ...(terminal ? { output: process.stdout } : {}),
    terminal,
    prompt: promptText,
  })
  const waiting: Array<string> = []
  let lastCode = 0
  let answering = false
  let cancelling = false
  let ended = false

  return await new Promise<number>((leave) => {
    /** `wasAhead`: the question about to be answered was typed while another was. */
    const next = (wasAhead = false) => {
      const question = waiting.shift()
      if (question !== undefined) {
        // What was typed ahead stands somewhere above, between the lines of an answer.
        if (terminal && wasAhead) screen.line(screen.dim(`${promptText}${visibleLine(question)}`))
        void answer(question)
      } else if (ended) leave(lastCode)
      else if (terminal) reader.prompt()
    }
    const answer = async (question: string) => {
      answering = true
      cancelling = false
      const printer = answerPrinter(screen, shown)
      const result = await conversation.ask(question, printer.onEvent)
      printer.finish(result)
      if (terminal) screen.line("")
      // A cancelled answer is what was wished for here.
      lastCode = exitCodeOf(result) === 130 ? 0 : exitCodeOf(result)
      answering = false
      next(true)
    }
    const obey = (command: NonNullable<ReturnType<typeof commandOf>>) => {
      if (command === "help") screen.line(help)
      else if (command === "unknown") screen.problem("unknown command; /help lists them")
      else reader.close()
    }
    const take = (text: string) => {
      const command = commandOf(text)
      if (command !== undefined) {
        obey(command)
        if (!answering && !ended) next()
        return
      }
      const broken = checkQuestion(text)
      if (broken !== undefined) screen.problem(broken)
      else if (waiting.length >= waitingLimit) screen.problem("too many questions are waiting")
      else waiting.push(text)
      if (!answering) next()
    }
    const pasted = new PastedLines(take)

    const interrupt = () => {
      if (answering && !cancelling) {
        cancelling = true
        waiting.length = 0
        conversation.cancel()
      } else if (answering) leave(130)
      else if (pasted.discard()) reader.prompt()
      else leave(0)
    }
    // Readline takes the key first; its line is up to date a moment later.
    const onKey = (_: string | undefined, { name }: { readonly name?: string | undefined }) => {
      if (name === "paste-start") pasted.begin()
      else if (name === "paste-end") pasted.end(reader.line)
      setImmediate(() => (answering ? undefined : conversation.draft(reader.line)))
    }
    if (terminal) {
      screen.write(bracketedPaste.on)
      process.stdin.on("keypress", onKey)
    }
    reader.on("line", (line) => {
      if (terminal) pasted.add(line)
      else if (line.trim() !== "") take(line)
    })
    reader.on("SIGINT", interrupt)
    process.on("SIGINT", interrupt)
    reader.on("close", () => {
      process.stdin.off("keypress", onKey)
      if (terminal) screen.write(bracketedPaste.off)
      pasted.flush()
      ended = true
      if (!answering) next()
    })
    if (terminal)
      screen.line(
        screen.dim("/help says what can be typed; Ctrl-C cancels an answer, again: leaves"),
      )
    next()
  }).finally(() => reader.close())
}
