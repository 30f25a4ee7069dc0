/**
 * Measures repeated questions for each stack with a cache: many callers of one question at the same time, and the same
 * question again after it was answered.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { type Figure } from "../measure/Figure.ts"
import { hitFigures, measureHits } from "./ExactHits.ts"
import { peers } from "./Peer.ts"
import { type PeerLaboratory } from "./PeerLaboratory.ts"
import { askTogether, togetherFigures } from "./SameQuestion.ts"
import { warmPeer } from "./Traffic.ts"

let asked = 0

export const repeats = async (
  laboratory: PeerLaboratory,
  { overRounds, progress, quick, rounds }: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const figures: Array<Figure> = []
  const count = Math.min(rounds, quick ? 1 : 3)
  const cached = laboratory.running.filter(({ name }) => peers[name].hasCache)
  for (const peer of cached) {
    progress.step(`repeats: ${peer.label}`)
    const another = await laboratory.startAnother(peer.name)
    await warmPeer(laboratory, another, quick)
    const measured = await overRounds(count, async () => {
      // A round that is repeated asks something new as well.
      const number = (asked += 1)
      return {
        one: await askTogether(laboratory, [peer], `the same ${number}`),
        two: await askTogether(laboratory, [peer, another], `the same of two ${number}`),
        hits: await measureHits(laboratory, [peer, another], {
          count: quick ? 120 : 400,
          practice: quick ? 200 : 500,
          label: String(number),
        }),
      }
    })
    await another.kill()
    const one = measured.map((round) => round.one)
    const two = measured.map((round) => round.two)
    const hits = measured.map((round) => round.hits)
    figures.push(
      ...togetherFigures(peer.name, one, "in one process"),
      ...togetherFigures(peer.name, two, "in each of two processes"),
      ...hitFigures(peer.name, hits),
    )
  }
  return figures
}
