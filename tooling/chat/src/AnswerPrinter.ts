/**
 * Prints one answer as it arrives: products, what is looked up, text, then a line with its timings; or the error. With
 * `--json` it prints only retries and errors, because the frames themselves are printed elsewhere.
 */
import type { AnswerEvent } from "@manga-assist/client"
import type { Answer } from "./Conversation.ts"
import { productList } from "./ProductList.ts"
import { raceLines } from "./RaceLines.ts"
import type { Screen } from "./Screen.ts"
import { timelineLine } from "./TimelineLine.ts"
import { visible, visibleLine } from "./Visible.ts"
import { WordWrap } from "./WordWrap.ts"

interface Shown {
  readonly json: boolean
  /** Bars under kept answers. */
  readonly race: boolean
}

export const answerPrinter = (
  { columns, dim, line, problem, write }: Screen,
  { json, race }: Shown,
) => {
  let lineOpen = false
  const wrap = new WordWrap(columns)
  const endLine = () => {
    write(wrap.end())
    if (lineOpen) line("")
    lineOpen = false
  }
  const show = (event: AnswerEvent): void => {
    if ("text" in event) {
      const now = event.text === "" ? "taken back" : "written again"
      const again = event.type === "rewritten" ? `\n[the answer was ${now}]\n` : ""
      const shown = visible(`${again}${event.text}`)
      write(wrap.add(shown))
      if (shown !== "") lineOpen = !shown.endsWith("\n")
    } else if (event.type === "products") {
      endLine()
      for (const product of productList(event.products)) line(product)
      if (event.products.length > 0) line("")
    } else if (event.type === "looking") {
      endLine()
      line(dim(`looking up: ${event.tools.map(({ label }) => visibleLine(label)).join(", ")}`))
    }
  }
  return {
    onEvent: (event: AnswerEvent): void => {
      if (event.type === "retrying") {
        endLine()
        problem(`${visibleLine(event.why)} Trying again.`)
      } else if (!json) show(event)
    },
    finish: (answer: Answer): void => {
      endLine()
      if (answer.kind === "failed") problem(visibleLine(answer.message))
      else if (!json) {
        line(dim(timelineLine(answer.end, answer.observed, columns())))
        if (race) for (const each of raceLines(answer.end, columns()) ?? []) line(each)
      }
    },
  }
}
