/**
 * Holds the configuration of the server under test in a latency benchmark: which techniques (prefetch, parallel reads,
 * …) are on. `draw` gives the pause by which the server plays a part of the system that loopback lacks, such as making
 * a connection: exactly its figure, or a random time around it by a seed. Changed only between runs.
 */
import { seededRandom } from "../measure/Statistics.ts"
import { playedTimes, spread } from "./PlayedTimes.ts"
import { after, type Configuration, type Technique } from "./Technique.ts"

interface Order {
  readonly configuration: Configuration
  /** Absent: exact times. */
  readonly seed?: number
}

export class Switchboard {
  #configuration = after
  #times = playedTimes(after)
  #vary = (ms: number) => ms

  set({ configuration, seed }: Order): void {
    const random = seed === undefined ? undefined : seededRandom(seed)
    this.#configuration = configuration
    this.#times = playedTimes(configuration)
    this.#vary = (ms) => (random === undefined ? ms : spread(ms, random))
  }

  on(technique: Technique): boolean {
    return this.#configuration[technique]
  }

  /** What this part takes this time. */
  draw(part: Exclude<keyof ReturnType<typeof playedTimes>, "services">): number {
    return this.#vary(this.#times[part])
  }
}
