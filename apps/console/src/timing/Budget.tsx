/** Meter of the share of the latency budget that was used until the first content; marked when it is exceeded. */
import { milliseconds } from "../words/Milliseconds.ts"
import type { Waterfall } from "./Waterfall.ts"
import { words } from "../words/Language.ts"

export const Budget = ({ waterfall: { budgetMs, usedMs } }: { readonly waterfall: Waterfall }) => {
  const { timing } = words.value
  const share = Math.min(1, usedMs / budgetMs)
  const isOver = usedMs > budgetMs
  const used = timing.budgetUsed(milliseconds(usedMs), milliseconds(budgetMs))
  return (
    <div class="budget" data-over={isOver}>
      <span>{timing.budget}</span>
      <span class="figure">{isOver ? `${used} (${timing.over})` : used}</span>
      <div class="meter" aria-hidden="true">
        <i style={{ "--share": share }} />
      </div>
    </div>
  )
}
