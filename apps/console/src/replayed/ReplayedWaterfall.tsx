/**
 * One side of a replay, before or after the optimisations: its totals, and its measured stages as bars. Outlines show
 * the figures of the source document ("Latency Reduction Techniques for FM Systems", whose claims this project tests)
 * for the same stages.
 */
import type { ReplayedStage, ReplayResult, SideName } from "../../replay/ReplayResult.ts"
import { lastOf, onlyOf } from "./Replay.ts"
import { replayWords } from "./ReplayWords.ts"
import { axisOf } from "../timing/Axis.ts"
import { Bar, Lines, WaterfallTable } from "../timing/WaterfallTable.tsx"
import { words } from "../words/Language.ts"
import { milliseconds } from "../words/Milliseconds.ts"

const lengthOf = ({ endMs, startMs }: Pick<ReplayedStage, "endMs" | "startMs">): number =>
  endMs - startMs

const Total = (props: { readonly name: string; readonly ms: number; readonly notes: string }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{milliseconds(props.ms)}</dd>
    <dd class="hint">{props.notes}</dd>
  </div>
)

export const ReplayedWaterfall = (props: {
  readonly name: SideName
  readonly result: ReplayResult
}) => {
  const say = replayWords.value
  const { stages: chat, timing } = words.value
  const side = props.result.sides[props.name]
  const axis = axisOf(lastOf(props.result))
  const scaleMs = axis.endMs
  const [title, about] = say.sides[props.name]
  const longest = side.stages.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0]
  const placed = (bar: Pick<ReplayedStage, "endMs" | "startMs">) => ({
    from: bar.startMs / scaleMs,
    length: lengthOf(bar) / scaleMs,
  })
  const nameOf = ({ stage }: ReplayedStage) => say.stages[stage] ?? chat[stage]?.[0] ?? stage
  const only = props.name === "before" ? onlyOf(props.result, "before") : []
  const { firstContentMs, firstTokenMs, sourceMs, stages, turns } = side
  const moments = [
    { mark: "first-products", share: firstContentMs.p50 / scaleMs },
    { mark: "first-token", share: firstTokenMs.p50 / scaleMs },
  ]
  return (
    <section class="side waterfall" data-side={props.name} aria-label={title}>
      <h3>{title}</h3>
      <p class="hint">{about}</p>
      <dl class="figures totals">
        <Total
          name={say.firstWord}
          ms={firstTokenMs.p50}
          notes={`${say.half(turns)}; ${say.most(milliseconds(firstTokenMs.p95))}; ${say.document(milliseconds(sourceMs))}`}
        />
        <Total
          name={say.firstContent}
          ms={firstContentMs.p50}
          notes={say.most(milliseconds(firstContentMs.p95))}
        />
      </dl>
      <WaterfallTable names={[timing.stage, timing.when, timing.took]} axis={axis}>
        {stages.map((stage) => (
          <tr key={stage.stage} data-longest={stage === longest} data-only={only.includes(stage)}>
            <th scope="row">{nameOf(stage)}</th>
            <td class="track">
              <Lines at={moments} />
              {stage.source !== undefined && <Bar {...placed(stage.source)} />}
              <Bar stage={stage.stage} {...placed(stage)} />
            </td>
            <td class="figure">{milliseconds(lengthOf(stage))}</td>
          </tr>
        ))}
      </WaterfallTable>
      {longest !== undefined && (
        <p>{say.longest(nameOf(longest), milliseconds(lengthOf(longest)))}</p>
      )}
      {only.length > 0 && <p class="hint">{say.onlyHere(only.map(nameOf).join(", "))}</p>}
      {side.failures.length > 0 && (
        <p class="hint">{say.unanswered(side.failures.length, side.failures[0] ?? "")}</p>
      )}
    </section>
  )
}
