/**
 * Holds the configuration of the server under test in a latency benchmark: which techniques (prefetch, parallel reads,
 * …) are on. `draw` gives the pause by which the server plays a part of the system that loopback lacks, such as making
 * a connection: exactly its figure, or a random time around it by a seed. Changed only between runs.
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
