/** A kept answer against the model's in one sentence: how many times sooner, and what was not spent. */
import type { TurnEnd } from "@manga-assist/client"
import type { Race } from "./Race.ts"
import { count, milliseconds, money, times } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

/** Of both turns, the parts that are known. */
export const raceWords = ({ cost, savedUsage }: TurnEnd, race: Race) => {
  const { timing } = words.value
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = savedUsage ?? {}
  const { inputTokens = 0, outputTokens = 0 } = savedUsage ?? {}
  const tokens = inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens
  const spent = [
    ...(savedUsage === undefined ? [] : [timing.tokensCount(count(tokens))]),
    ...(cost?.saved === undefined ? [] : [money(cost.saved, cost.currency)]),
  ]
  return {
    sooner:
      race.timesSooner === undefined ? timing.notSooner : timing.sooner(times(race.timesSooner)),
    model: timing.racedBy[race.by]([milliseconds(race.modelMs), ...spent].join(timing.comma)),
    kept: timing.racedNow(
      [milliseconds(race.keptMs), ...(spent.length === 0 ? [] : [timing.tokensCount("0")])].join(
        timing.comma,
      ),
    ),
  }
}

export const RaceLine = ({ end, race }: { readonly end: TurnEnd; readonly race: Race }) => {
  const { kept, model, sooner } = raceWords(end, race)
  return (
    <div class="race">
      <b>{sooner}</b>
      <p>{model}</p>
      <p>{kept}</p>
    </div>
  )
}
