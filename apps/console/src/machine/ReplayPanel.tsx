/**
 * Panel with a button that starts a replay: the same questions are put to a server with all optimisations of the source
 * document off ("before") and to one with all of them on ("after"). It shows the progress, then both measured
 * sides in one chart, and their waterfalls; until a replay has run here, those of a recorded one. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project
 * tests.)
 */
import { useEffect, useRef } from "preact/hooks"
import type { Machine } from "./Machine.ts"
import type { ReplayResult, ReplayStep } from "../../replay/ReplayResult.ts"
import { BothSides } from "../replayed/BothSides.tsx"
import { recorded, recordedOn } from "../replayed/Recorded.ts"
import { shareDone, sides } from "../replayed/Replay.ts"
import { ReplayedWaterfall } from "../replayed/ReplayedWaterfall.tsx"
import { replayWords } from "../replayed/ReplayWords.ts"
import { language } from "../words/Language.ts"
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

const dayOf = (day: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeZone: "UTC" }).format(day)

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
      <BothSides result={result} />
      <p>{difference(result)}</p>
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
  const replayed = machine.replayed.value
  const place = useRef<HTMLElement>(null)
  const isOffered = replay !== undefined
  // The page is empty when a browser looks for what its address names.
  useEffect(() => {
    if (isOffered && location.hash === "#replay") place.current?.scrollIntoView()
  }, [isOffered])
  if (replay === undefined) return null
  const say = replayWords.value
  const isRunning = replay.state === "running"
  return (
    <section ref={place} id="replay" class="card replay" aria-label={say.title}>
      <h2>{say.title}</h2>
      <p class="hint">{say.about}</p>
      <div class="start">
        <button
          type="button"
          class="main"
          disabled={isRunning}
          onClick={() => void machine.startReplay()}
        >
          {isRunning ? say.running : replayed === undefined ? say.start : say.again}
        </button>
        {isRunning && <Progress step={replay.step} />}
      </div>
      {replay.state === "failed" && <p role="alert">{say.failed(replay.why)}</p>}
      {replayed === undefined && <p class="hint">{say.recorded(dayOf(recordedOn))}</p>}
      <Sides result={replayed ?? recorded} />
    </section>
  )
}
