/** Why this source answered, which model and data it used, and what was left out. */
import type { TurnEnd } from "@manga-assist/client"
import { safeText } from "../words/SafeText.ts"
import { isFromModel } from "./Waterfall.ts"
import { count } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

export const Reasons = ({ end }: { readonly end: TurnEnd }) => {
  const { degraded, sources, timing } = words.value
  const { model, reason, usage } = end
  const left = end.degraded.map((code) => degraded[code] ?? code)
  return (
    <dl class="reasons">
      <dt>{timing.why}</dt>
      <dd>
        {sources[end.source][1]}
        {reason !== undefined && <span class="said">{safeText(reason)}</span>}
      </dd>
      {model !== undefined && (
        <>
          <dt>{timing.model}</dt>
          <dd class="said">{safeText(model)}</dd>
        </>
      )}
      <dt>{timing.tokens}</dt>
      <dd>
        {usage === undefined
          ? isFromModel(end)
            ? timing.tokensUnknown
            : timing.noTokens
          : timing.tokensOf(
              count(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens),
              count(usage.cacheReadTokens),
              count(usage.outputTokens),
            )}
      </dd>
      <dt>{timing.left}</dt>
      <dd data-left={left.length > 0}>
        {left.length === 0 ? timing.nothingLeft : left.join("; ")}
      </dd>
    </dl>
  )
}
