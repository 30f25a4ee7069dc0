/**
 * Validates the fields of one object of the schedule. Each broken rule is noted with its path and replaced by a
 * harmless value, so that one start reports all of them.
 */
export interface Problem {
  readonly path: string
  readonly rule: string
}

const units: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 }
/** An answer older than a day is too old for a shop. */
const longestMs = 24 * 3_600_000

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export class Fields {
  readonly #path: string
  readonly #record: Readonly<Record<string, unknown>>
  readonly #problems: Array<Problem>
  readonly #known = new Set<string>()

  constructor(path: string, value: unknown, problems: Array<Problem>) {
    this.#path = path
    this.#problems = problems
    this.#record = isRecord(value) ? value : {}
    if (!isRecord(value)) problems.push({ path, rule: "must be an object" })
  }

  pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`
  }

  problem(name: string, rule: string): void {
    this.#problems.push({ path: this.pathOf(name), rule })
  }

  value(name: string): unknown {
    this.#known.add(name)
    return this.#record[name]
  }

  has(name: string): boolean {
    return this.value(name) !== undefined
  }

  /** Finite, within the bounds; `whole`: an integer. */
  number(name: string, min: number, max: number, whole: boolean): number {
    const value = this.value(name)
    if (typeof value === "number" && value >= min && value <= max) {
      if (!whole || Number.isInteger(value)) return value
    }
    this.problem(name, `must be a ${whole ? "whole " : ""}number from ${min} to ${max}`)
    return min
  }

  /** "15 minutes", "1 hour", "90 seconds": milliseconds, above 0, at most a day. */
  duration(name: string): number {
    const value = this.value(name)
    const match = /^(\d{1,6}) (second|minute|hour)s?$/u.exec(typeof value === "string" ? value : "")
    const ms = Number(match?.[1] ?? 0) * (units[match?.[2] ?? ""] ?? 0)
    if (ms > 0 && ms <= longestMs) return ms
    this.problem(name, 'must be a duration such as "15 minutes", above 0 and at most 24 hours')
    return 60_000
  }

  word<W extends string>(name: string, words: readonly [W, ...ReadonlyArray<W>]): W {
    const value = this.value(name)
    const found = words.find((word) => word === value)
    if (found === undefined) this.problem(name, `must be one of ${words.join(", ")}`)
    return found ?? words[0]
  }

  name(name: string): string {
    const value = this.value(name)
    if (typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,59}$/u.test(value)) return value
    this.problem(name, "must be 1 to 60 lower-case letters, digits and hyphens")
    return ""
  }

  texts(name: string, longest: number): ReadonlyArray<string> {
    const value = this.value(name)
    const texts: ReadonlyArray<unknown> = Array.isArray(value) ? value : []
    if (texts.length === 0) this.problem(name, "must be a list with at least one wording")
    return texts.flatMap((text, index) => {
      if (typeof text === "string" && text.trim() !== "" && text.length <= longest) return [text]
      this.problem(`${name}[${index}]`, `must be a text of 1 to ${longest} characters`)
      return []
    })
  }

  /** To be called last: what no other call has asked for is unknown. */
  refuseOthers(): void {
    for (const name of Object.keys(this.#record)) {
      if (!this.#known.has(name))
        this.problem(name, `is unknown; known: ${[...this.#known].join(", ")}`)
    }
  }
}
