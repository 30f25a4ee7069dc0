/**
 * Measures how much processor time others took during a measurement (the hypervisor as steal, foreign processes), and
 * whether that is too much to trust a round. Ours is all that this process and what it started use.
 *
 * Linux only (`/proc`); elsewhere only the load is known and no round counts as too noisy.
 */
import { Schema } from "effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"

/** Processor time since boot, in ticks; `own` is that of this process and of all below it. */
export interface ProcessorTicks {
  readonly total: number
  readonly busy: number
  readonly stolen: number
  readonly own: number
}

export const NoiseSummary = Schema.Struct({
  /** Shares of the whole machine, 0 to 1; absent where they cannot be read. */
  stolen: Schema.optionalKey(Schema.Finite),
  foreign: Schema.optionalKey(Schema.Finite),
  /** Load average of one minute ÷ cores. */
  load: Schema.Finite,
  /** Rounds that were measured again because they were too noisy. */
  repeated: Schema.Finite,
  /** Rounds that stayed too noisy after that. */
  noisy: Schema.Finite,
})
export type NoiseSummary = typeof NoiseSummary.Type
export type NoiseReading = Omit<NoiseSummary, "repeated" | "noisy">

/** Above these a round is not trusted: 5 % stolen, 15 % of the machine used by others. */
const limits = { stolen: 0.05, foreign: 0.15 }

export const tooNoisy = ({ stolen, foreign }: NoiseReading): boolean =>
  (stolen ?? 0) > limits.stolen || (foreign ?? 0) > limits.foreign

export const noiseScore = ({ stolen, foreign }: NoiseReading): number =>
  (stolen ?? 0) / limits.stolen + (foreign ?? 0) / limits.foreign

/** The first line of `/proc/stat`: user nice system idle iowait irq softirq steal … */
export const parseProcessorLine = (text: string): Omit<ProcessorTicks, "own"> | undefined => {
  const line = /^cpu +(.*)$/m.exec(text)?.[1]
  const ticks = line?.split(/ +/).slice(0, 8).map(Number)
  if (ticks === undefined || ticks.length < 8 || ticks.some(Number.isNaN)) return undefined
  const total = ticks.reduce((sum, value) => sum + value, 0)
  const stolen = ticks[7] ?? 0
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0)
  return { total, busy: total - idle - stolen, stolen }
}

/** Of a process's `stat`, behind its name, which stands in parentheses and may hold anything. */
const fieldsOf = (text: string): ReadonlyArray<string> =>
  text.slice(text.lastIndexOf(")") + 2).split(" ")

/** User and system ticks of one process and of its children that have ended (`utime stime cutime cstime`). */
export const parseProcessTicks = (text: string): number =>
  fieldsOf(text)
    .slice(11, 15)
    .reduce((sum, field) => sum + Number(field), 0)

/** Empty where there is no such process any more, and no `/proc`. */
const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

/** Ids of this process and of all below it, whoever started them; of this one alone where there is no `/proc`. */
export const ownProcesses = (): ReadonlyArray<number> => {
  const children = Map.groupBy(
    (existsSync("/proc/stat") ? readdirSync("/proc") : []).filter((name) => /^\d+$/u.test(name)),
    (id) => Number(fieldsOf(read(`/proc/${id}/stat`))[1]),
  )
  const own = [process.pid]
  // It grows while it is walked.
  for (const id of own) own.push(...(children.get(id) ?? []).map(Number))
  return own
}

/** What ended in between is counted among the ended children of whoever started it. */
export const readTicks = (): ProcessorTicks | undefined => {
  const machine = parseProcessorLine(read("/proc/stat"))
  if (machine === undefined) return undefined
  const texts = ownProcesses().map((id) => read(`/proc/${id}/stat`))
  return { ...machine, own: texts.reduce((sum, text) => sum + parseProcessTicks(text), 0) }
}

export const noiseBetween = (
  before: ProcessorTicks | undefined,
  after: ProcessorTicks | undefined,
): NoiseReading => {
  const load = (loadavg()[0] ?? 0) / Math.max(1, cpus().length)
  if (before === undefined || after === undefined) return { load }
  const total = after.total - before.total
  if (total <= 0) return { load }
  const share = (ticks: number) => Math.min(1, Math.max(0, ticks / total))
  return {
    stolen: share(after.stolen - before.stolen),
    foreign: share(after.busy - before.busy - (after.own - before.own)),
    load,
  }
}

/** The worst of each, and how often. */
export const summarizeNoise = (
  kept: ReadonlyArray<NoiseReading>,
  repeated: number,
): NoiseSummary => {
  const worst = (name: keyof NoiseReading) => {
    const known = kept.flatMap((reading) => reading[name] ?? [])
    return known.length === 0 ? {} : { [name]: Number(Math.max(...known).toFixed(4)) }
  }
  const noisy = kept.filter(tooNoisy).length
  return { load: 0, ...worst("stolen"), ...worst("foreign"), ...worst("load"), repeated, noisy }
}
