/**
 * Prints one answer as it arrives: products, what is looked up, text, then a line with its timings; or the error.
 * `quietly` makes the printer for `--json`, which prints only retries and errors, because the frames themselves are
 * printed elsewhere.
 */
import type { ProductCard, ShownTool } from "@manga-assist/client"
import type { Answer, AnswerEvents } from "./Conversation.ts"
import { productList } from "./ProductList.ts"
import type { Screen } from "./Screen.ts"
import { timelineLine } from "./TimelineLine.ts"
import { visible, visibleLine } from "./Visible.ts"

export class AnswerPrinter implements AnswerEvents {
  readonly #screen: Screen
  #lineOpen = false

  constructor(screen: Screen) {
    this.#screen = screen
  }

  readonly onProducts = (products: ReadonlyArray<ProductCard>): void => {
    this.#endLine()
    for (const line of productList(products)) this.#screen.line(line)
    if (products.length > 0) this.#screen.line("")
  }

  readonly onLooking = (tools: ReadonlyArray<ShownTool>): void => {
    this.#endLine()
    const labels = tools.map(({ label }) => visibleLine(label)).join(", ")
    this.#screen.line(this.#screen.dim(`looking up: ${labels}`))
  }

  readonly onText = (text: string): void => {
    const shown = visible(text)
    this.#screen.write(shown)
    this.#lineOpen = !shown.endsWith("\n")
  }

  readonly onRetry = (why: string): void => {
    this.#endLine()
    this.#screen.problem(`${visibleLine(why)} Trying again.`)
  }

  finish(answer: Answer): void {
    this.#endLine()
    if (answer.kind === "ended") {
      this.#screen.line(
        this.#screen.dim(timelineLine(answer.end, answer.observed, this.#screen.columns())),
      )
    } else {
      this.#screen.problem(visibleLine(answer.message))
    }
  }

  #endLine(): void {
    if (this.#lineOpen) this.#screen.line("")
    this.#lineOpen = false
  }
}

/** For `--json`: the frames are printed as they come, so an answer prints nothing but problems. */
export const quietly = (screen: Screen): AnswerEvents & Pick<AnswerPrinter, "finish"> => ({
  onProducts: () => undefined,
  onLooking: () => undefined,
  onText: () => undefined,
  onRetry: (why) => screen.problem(`${visibleLine(why)} Trying again.`),
  finish: (answer) => {
    if (answer.kind === "failed") screen.problem(visibleLine(answer.message))
  },
})
