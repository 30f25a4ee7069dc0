import { expect, it } from "vitest"
import { type Life, travelProblems } from "../src/processes/Travellers.ts"

interface Circumstances extends Partial<Pick<Life, "isStopping">> {
  readonly wasUp?: boolean
}
const ended = (
  { isStopping = false, wasUp = false }: Circumstances,
  ends: number,
  outcome: "closed" | "complete" | "silent",
) => ({
  // When it is judged, every server is gone.
  life: { url: "", isUp: false, isStopping },
  wasUp,
  text: "?",
  told: { ends, outcome },
})

it("excuses by a kill what ended with its socket, and what a server that stops left to the next", () => {
  const told = [
    ended({ wasUp: true }, 1, "complete"),
    ended({}, 0, "closed"),
    ended({ isStopping: true }, 1, "closed"),
  ]
  expect(travelProblems(told)).toEqual([])
})

it("tells every other end, by its kind", () => {
  const told = [
    ended({ wasUp: true }, 0, "closed"),
    ended({}, 1, "closed"),
    ended({}, 0, "silent"),
    ended({}, 2, "complete"),
    ended({}, 2, "complete"),
  ]
  expect(travelProblems(told)).toEqual([
    '1 messages ended with their socket though nobody killed the server: "?"',
    '1 messages ended 1 times, closed: "?"',
    '1 messages ended 0 times, silent: "?"',
    '2 messages ended 2 times, complete: "?"',
  ])
})
