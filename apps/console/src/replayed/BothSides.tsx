/**
 * Both sides of a replay in one chart on one axis: a row for each, with all of its stages, and lines at its first content and
 * first word; above, how many times sooner both came after the optimisations.
 */
import type { ReplayResult, SideName } from "../../replay/ReplayResult.ts"
import { factorsOf, lastOf, sides } from "./Replay.ts"
import { replayWords } from "./ReplayWords.ts"
import { type Axis, axisOf, shareOf } from "../timing/Axis.ts"
import { Bar, Lines, WaterfallTable } from "../timing/WaterfallTable.tsx"
import { words } from "../words/Language.ts"
import { milliseconds, times } from "../words/Milliseconds.ts"

/** Less is no difference that anybody would call one. */
const leastTimes = 1.1

interface Props {
  readonly result: ReplayResult
}

const Side = ({ axis, name, result }: Props & { readonly axis: Axis; readonly name: SideName }) => {
  const say = replayWords.value
  const { firstContentMs, firstTokenMs, stages } = result.sides[name]
  const moments = [
    { mark: "first-products", share: shareOf(axis, firstContentMs.p50) },
    { mark: "first-token", share: shareOf(axis, firstTokenMs.p50) },
  ]
  return (
    <tr>
      <th scope="row">{say.sides[name][0]}</th>
      <td class="track">
        {stages.map(({ endMs, stage, startMs }) => (
          <Bar
            key={stage}
            stage={stage}
            from={shareOf(axis, startMs)}
            length={shareOf(axis, endMs - startMs)}
          />
        ))}
        <Lines at={moments} />
        <span class="hidden">
          {say.firstContent}: {milliseconds(firstContentMs.p50)}
        </span>
      </td>
      <td class="figure">{milliseconds(firstTokenMs.p50)}</td>
    </tr>
  )
}

export const BothSides = ({ result }: Props) => {
  const say = replayWords.value
  const { timing } = words.value
  const { firstContent, firstToken } = factorsOf(result)
  const axis = axisOf(lastOf(result))
  return (
    <section class="both waterfall" aria-label={say.both}>
      {Math.min(firstContent, firstToken) >= leastTimes && (
        <p class="difference">{say.factor(times(firstContent), times(firstToken))}</p>
      )}
      <WaterfallTable names={[say.side, timing.when, say.firstWord]} axis={axis}>
        {sides.map((name) => (
          <Side key={name} axis={axis} name={name} result={result} />
        ))}
      </WaterfallTable>
    </section>
  )
}
