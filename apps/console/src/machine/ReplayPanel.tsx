/**
 * Panel with a button that starts a replay: the same questions are put to a server with all optimisations of the source
 * document off ("before") and to one with all of them on ("after"). It shows the progress, then both measured
 * waterfalls side by side. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project
 * tests.)
 */
import type { Machine } from "./Machine.ts"
import type { ReplayResult, ReplayStep } from "../../replay/ReplayResult.ts"
import { shareDone, sides } from "./Replay.ts"
import { ReplayedWaterfall } from "./ReplayedWaterfall.tsx"
import { replayWords } from "./ReplayWords.ts"
import { milliseconds } from "../words/Milliseconds.ts"

const Progress = ({ step }: { readonly step: ReplayStep | undefined }) => {
  const say = replayWords.value
  const said =
    step === undefined
      ? say.running
      : `${say.sides[step.side][0]}: ${say.steps[step.step](step.done, step.of)}`
  return (
    <div class="progress">
      <progress aria-label={say.running} value={Math.max(0.03, shareDone(step))} />
      <span role="status">{said}</span>
    </div>
  )
}

const difference = ({ savedMs: { firstContent, firstToken } }: ReplayResult): string => {
  const say = replayWords.value
  const told =
    firstToken >= 0 && firstContent >= 0
      ? say.sooner
      : firstToken < 0 && firstContent < 0
        ? say.later
        : say.mixed
  const ms = (value: number) =>
    told === say.mixed && value < 0 ? `−${milliseconds(-value)}` : milliseconds(Math.abs(value))
  return told(ms(firstToken), ms(firstContent))
}

const Sides = ({ result }: { readonly result: ReplayResult }) => {
  const { firstContent, firstWord, legend } = replayWords.value
  return (
    <>
      <p class="difference">{difference(result)}</p>
      <ul class="legend">
        <li data-legend="bar">{legend.bar}</li>
        <li data-legend="outline">{legend.outline}</li>
        <li data-mark="first-products">{firstContent}</li>
        <li data-mark="first-token">{firstWord}</li>
      </ul>
      <div class="sides">
        {sides.map((side) => (
          <ReplayedWaterfall key={side} name={side} result={result} />
        ))}
      </div>
    </>
  )
}

export const ReplayPanel = ({ machine }: { readonly machine: Machine }) => {
  const replay = machine.replay.value
  const shown = machine.replayed.value
  if (replay === undefined) return null
  const say = replayWords.value
  const isRunning = replay.state === "running"
  return (
    <section class="card replay" aria-label={say.title}>
      <h2>{say.title}</h2>
      <p class="hint">{say.about}</p>
      <div class="start">
        <button
          type="button"
          class="main"
          disabled={isRunning}
          onClick={() => void machine.startReplay()}
        >
          {isRunning ? say.running : shown === undefined ? say.start : say.again}
        </button>
        {isRunning && <Progress step={replay.step} />}
      </div>
      {replay.state === "failed" && <p role="alert">{say.failed(replay.why)}</p>}
      {shown !== undefined && <Sides result={shown} />}
    </section>
  )
}
