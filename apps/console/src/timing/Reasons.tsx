/**
 * Explains one answer: why it came from its source (cache, model, …), the model, tokens and cost, what the model looked
 * up, and which steps the turn left out because a service was late or failed.
 */
import type { TokenUsage, TurnEnd } from "@manga-assist/client"
import { safeText } from "../words/SafeText.ts"
import { isFromModel } from "./Waterfall.ts"
import { count, money } from "../words/Milliseconds.ts"
import { languageOf, sourceWords, words } from "../words/Language.ts"
import { LookedUp } from "../words/LookedUp.tsx"

const inputOf = ({ cacheReadTokens, cacheWriteTokens, inputTokens }: TokenUsage): number =>
  inputTokens + cacheReadTokens + cacheWriteTokens

const withoutTokens = (end: TurnEnd): string => {
  const { timing } = words.value
  if (!isFromModel(end)) return timing.noTokens
  return end.callOf === undefined ? timing.tokensUnknown : timing.tokensShared
}

export const Reasons = ({ end }: { readonly end: TurnEnd }) => {
  const { degraded, timing } = words.value
  const { cost, looked = [], model, reason, savedUsage, usage } = end
  const left = end.degraded.map((code) => degraded[code] ?? code)
  return (
    <dl class="reasons">
      <dt>{timing.why}</dt>
      <dd>
        {sourceWords(end.source)[1]}
        {reason !== undefined && (
          <span class="said" lang={languageOf(reason)}>
            {safeText(reason)}
          </span>
        )}
      </dd>
      {model !== undefined && (
        <>
          <dt>{timing.model}</dt>
          <dd class="said">
            {end.source === "model" ? safeText(model) : timing.writtenBy(safeText(model))}
          </dd>
        </>
      )}
      <dt>{timing.tokens}</dt>
      <dd>
        {usage === undefined
          ? withoutTokens(end)
          : timing.tokensOf(
              count(inputOf(usage)),
              count(usage.cacheReadTokens),
              count(usage.outputTokens),
            )}
      </dd>
      <dt>{timing.cost}</dt>
      <dd>
        {cost === undefined ? timing.costUnknown : money(cost.amount, cost.currency)}
        {cost?.saved !== undefined && cost.saved > 0 && (
          <span class="saved">
            {savedUsage === undefined
              ? timing.savedByPrompt(money(cost.saved, cost.currency))
              : timing.savedByAnswer(
                  money(cost.saved, cost.currency),
                  count(inputOf(savedUsage)),
                  count(savedUsage.outputTokens),
                )}
          </span>
        )}
      </dd>
      {looked.length > 0 && (
        <>
          <dt>{timing.looked}</dt>
          <dd>
            <LookedUp looked={looked} />
          </dd>
        </>
      )}
      <dt>{timing.left}</dt>
      <dd data-left={left.length > 0}>
        {left.length === 0 ? timing.nothingLeft : left.join("; ")}
      </dd>
    </dl>
  )
}
