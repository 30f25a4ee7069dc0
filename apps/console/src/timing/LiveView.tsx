/**
 * The bars of a turn while it runs, by this page's own clock. They grow once a frame of the screen until the first words
 * come, and then with the text: beside an animation the browser shows text a frame later. For those who asked for less
 * motion they grow once a second.
 */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Turn } from "../chat/Turn.ts"
import { axisOf, shareOf } from "./Axis.ts"
import { liveRows, stageOf } from "./Live.ts"
import { Bar, WaterfallTable } from "./WaterfallTable.tsx"
import { milliseconds } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

const calmMs = 1_000

/** Calls until what is returned is called; never where nothing is drawn. */
const eachFrame = (draw: () => void): (() => void) => {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const timer = setInterval(draw, calmMs)
    return () => clearInterval(timer)
  }
  let frame = 0
  const next = () => {
    draw()
    frame = requestAnimationFrame(next)
  }
  frame = requestAnimationFrame(next)
  return () => cancelAnimationFrame(frame)
}

export const LiveView = ({ turn }: { readonly turn: Turn }) => {
  const drawnMs = useSignal(0)
  const phase = turn.phase.value
  const isOpen = phase === "waiting" || phase === "answering"
  const isSilent = turn.text.value === "" || turn.looking.value.length > 0
  const isGrowing = isOpen && isSilent
  useEffect(
    () => (isGrowing ? eachFrame(() => (drawnMs.value = turn.sinceAskedMs)) : undefined),
    [isGrowing, turn],
  )
  const { live, stage, stages, took, when } = words.value.timing
  // Text is drawn between two frames of its own, and the bars with it.
  const nowMs = Math.max(drawnMs.value, turn.sinceAskedMs)
  const axis = axisOf(nowMs)
  return (
    <section class="waterfall" aria-label={stages}>
      <WaterfallTable axis={axis} names={[stage, when, took]}>
        {liveRows(turn.seen).map(({ endMs = nowMs, name, startMs }, at) => (
          <tr key={at} data-live={name}>
            <th scope="row">
              <span class="name">{live[name]}</span>
            </th>
            <td class="track">
              <Bar
                stage={stageOf[name]}
                from={shareOf(axis, startMs)}
                length={shareOf(axis, endMs - startMs)}
              />
            </td>
            <td class="figure">{milliseconds(Math.max(0, endMs - startMs))}</td>
          </tr>
        ))}
      </WaterfallTable>
    </section>
  )
}
