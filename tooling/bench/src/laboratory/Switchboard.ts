/**
 * Holds which techniques are on in this process and draws the emulated times that follow from them: exact, or spread by
 * a seed. Changed only between runs.
 */
import { seededRandom } from "../measure/Statistics.ts"
import { type PlayedTimes, playedTimes, spread } from "./PlayedTimes.ts"
import { after, type Configuration, type Technique } from "./Technique.ts"

export class Switchboard {
  #configuration: Configuration = after
  #times: PlayedTimes = playedTimes(after)
  #random: (() => number) | undefined

  /** `seed`: times are spread; undefined: each takes exactly its figure. */
  set(configuration: Configuration, seed: number | undefined): void {
    this.#configuration = configuration
    this.#times = playedTimes(configuration)
    this.#random = seed === undefined ? undefined : seededRandom(seed)
  }

  on(technique: Technique): boolean {
    return this.#configuration[technique]
  }

  /** What this part takes this time. */
  draw(part: Exclude<keyof PlayedTimes, "services">): number {
    const ms = this.#times[part]
    return this.#random === undefined ? ms : spread(ms, this.#random)
  }
}
