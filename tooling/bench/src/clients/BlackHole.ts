/**
 * Black-hole part of `bench clients`: the network silently drops everything for ten seconds. Measures for each client
 * the percentage of chats that are told so by an error within two seconds, instead of waiting for an answer that does
 * not come: more is better. Chats already streaming and chats started meanwhile are measured separately.
 */
import { type Part } from "../command/Benchmark.ts"
import { variants } from "../connections/clients/ChatClient.ts"
import { withLaboratory } from "../connections/laboratory/Laboratory.ts"
import { measureBlackHole } from "../connections/Recovery.ts"
import { figure } from "../measure/Figure.ts"
import { compared, figureNames } from "./Compared.ts"

/** Few, because all clients share one core and one hole. */
const options = { holeMs: 10_000, patienceMs: 5_000, load: { held: 10, gapMs: 500 } }
const inTimeMs = 2_000

const percentInTime = (told: ReadonlyArray<number | null>): number =>
  told.length === 0
    ? 0
    : (100 * told.filter((ms) => ms !== null && ms <= inTimeMs).length) / told.length

export const blackHole: Part = {
  name: "black-hole",
  measure: async ({ progress, overSteadyRounds }) => {
    const [falling] = await overSteadyRounds(1, () =>
      withLaboratory((laboratory) => measureBlackHole(laboratory, compared, options, progress)),
    )
    return (falling?.recovered ?? []).flatMap(([variant, { toldAsked, toldHeld }]) => [
      figure(`${figureNames.held}: ${variants[variant]}`, "%", [percentInTime(toldHeld)]),
      figure(`${figureNames.asked}: ${variants[variant]}`, "%", [percentInTime(toldAsked)]),
    ])
  },
}
