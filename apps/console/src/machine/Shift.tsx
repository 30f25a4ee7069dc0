/**
 * One row for whoever is on call: how the turns of the last quarter of an hour went, each figure with a line of the last
 * hour, and what is unwell since when. Of all instances where each tells its counts, else of the one that serves the
 * page. The servers count; the page divides.
 */
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { shiftWords } from "./ShiftWords.ts"
import { Sparkline } from "./Sparkline.tsx"
import type { RecentCounts, TurnCounts } from "./State.ts"
import { milliseconds, money } from "../words/Milliseconds.ts"
import { language, words } from "../words/Language.ts"

const percent = (share: number | undefined): string =>
  share === undefined ? "–" : `${(share * 100).toFixed(1)} %`

const shareOf = (part: number, all: number): number | undefined =>
  all === 0 ? undefined : part / all

const minutesPerHour = 60
/** Where an alarm would begin, about: shown in the colour of a warning. */
const much = { errors: 0.01, overBudget: 0.05 }

type Told = ReadonlyArray<RecentCounts>

/** Of all instances together; each one's last minute is the one that runs. The slowest speaks for the first content. */
const hourOf = (told: Told): ReadonlyArray<TurnCounts> => {
  // Without those of an earlier version, a line would be of fewer than it says.
  const hours = told.every(({ hour }) => hour !== undefined)
    ? told.map(({ hour = [] }) => hour.toReversed())
    : []
  const longest = Math.max(0, ...hours.map(({ length }) => length))
  return Array.from({ length: longest }, (_, ago) => {
    const minute = hours.flatMap((hour) => hour[ago] ?? [])
    const sum = (of: (one: TurnCounts) => number) => minute.reduce((all, one) => all + of(one), 0)
    const p95 = Math.max(...minute.map(({ firstContentP95Ms = 0 }) => firstContentP95Ms))
    return {
      turns: sum(({ turns }) => turns),
      errors: sum(({ errors }) => errors),
      overBudget: sum(({ overBudget }) => overBudget),
      hits: sum(({ hits }) => hits),
      misses: sum(({ misses }) => misses),
      dollars: sum(({ dollars }) => dollars),
      ...(p95 > 0 && { firstContentP95Ms: p95 }),
    }
  }).toReversed()
}

const figuresOf = (told: Told) => {
  const minutes = hourOf(told)
  const sum = (of: (one: RecentCounts) => number) => told.reduce((all, one) => all + of(one), 0)
  const turns = sum((one) => one.turns)
  const hits = sum((one) => one.hits)
  const errors = shareOf(
    sum((one) => one.errors),
    turns,
  )
  const over = shareOf(
    sum((one) => one.overBudget),
    turns,
  )
  const p95 = Math.max(...told.map(({ firstContentP95Ms = 0 }) => firstContentP95Ms))
  return [
    {
      name: "turns",
      said: sum((one) => one.turns / one.minutes).toFixed(1),
      isBad: false,
      line: minutes.map((one) => one.turns),
    },
    {
      name: "errors",
      said: percent(errors),
      isBad: (errors ?? 0) >= much.errors,
      line: minutes.map((one) => shareOf(one.errors, one.turns)),
    },
    {
      name: "overBudget",
      said: percent(over),
      isBad: (over ?? 0) >= much.overBudget,
      line: minutes.map((one) => shareOf(one.overBudget, one.turns)),
    },
    {
      name: "firstContent",
      said: p95 === 0 ? "–" : milliseconds(p95),
      isBad: false,
      line: minutes.map((one) => one.firstContentP95Ms),
    },
    {
      name: "hits",
      said: percent(shareOf(hits, hits + sum((one) => one.misses))),
      isBad: false,
      line: minutes.map((one) => shareOf(one.hits, one.hits + one.misses)),
    },
    {
      name: "dollars",
      said: money(sum((one) => one.dollars / one.minutes) * minutesPerHour, "USD"),
      isBad: false,
      line: minutes.map((one) => one.dollars),
    },
  ] as const
}

/** Of all instances where each tells its own, else of this one. */
const toldIn = (machine: Machine): Told => {
  const { instances = [], recentTurns } = machine.state.value ?? {}
  const told = instances.flatMap(({ recent }) => recent ?? [])
  if (told.length > 1 && told.length === instances.length) return told
  return recentTurns === undefined ? [] : [recentTurns.now]
}

const clock = (at: Date): string => at.toLocaleTimeString(language.value)

interface Line {
  readonly said: string
  /** Behind it: the server's own words. */
  readonly english?: string
}

/** Each with its time and its cause where these are known: the models as turns hear them, services, endpoints. */
const unwell = (machine: Machine): ReadonlyArray<Line> => {
  const say = shiftWords.value
  const state = machine.state.value
  const { services = [] } = machine.readiness.value ?? {}
  const told = toldIn(machine)
  // Of several, one that has called no model lately knows nothing of now.
  const calling = told.filter(({ misses }) => told.length === 1 || misses > 0)
  const [since] = calling.flatMap(({ modelSilentSince }) => modelSilentSince ?? []).toSorted()
  const silent = Map.groupBy(
    calling.flatMap((one) => one.silent ?? []).toSorted((a, b) => a.since.localeCompare(b.since)),
    ({ stage }) => stage,
  )
  const endpoints = state?.endpoints.endpoints ?? []
  return [
    ...(since === undefined ? [] : [{ said: say.since(say.noModel, clock(new Date(since))) }]),
    ...[...silent].map(([stage, [first]]) => ({
      said: say.since(
        say.noAnswer(words.value.stages[stage]?.[0] ?? stage),
        clock(new Date(first?.since ?? "")),
      ),
    })),
    ...services
      .filter(({ awayMs, ok }) => !ok || awayMs > 0)
      .map(({ awayMs, detail, name }) => {
        const what = awayMs > 0 ? say.since(name, clock(new Date(Date.now() - awayMs))) : name
        const known = machineWords.value.details[detail]
        return known === undefined
          ? { said: `${what}: `, english: detail }
          : { said: `${what}: ${known}` }
      }),
    ...endpoints
      .filter(({ status }) => status === "unhealthy")
      .map(({ name, reasons }) => ({
        said: `${name}: `,
        english: reasons.map(({ text }) => text).join("; "),
      })),
  ]
}

const mostShown = 4

/** What answers leave out while every service says that it is well: the most frequent first. */
const leftIn = (told: Told): ReadonlyArray<Line> => {
  // An instance of the version before tells nothing of it.
  const turns = told.reduce((all, one) => all + (one.left === undefined ? 0 : one.turns), 0)
  const byCode = Map.groupBy(
    told.flatMap(({ left = [] }) => left),
    ({ code }) => code,
  )
  return [...byCode]
    .map(([code, each]) => ({
      code,
      turns: each.reduce((all, one) => all + one.turns, 0),
      last:
        each
          .map(({ last }) => last)
          .toSorted()
          .at(-1) ?? "",
    }))
    .toSorted((one, other) => other.turns - one.turns)
    .slice(0, mostShown)
    .map((one) => ({
      said: shiftWords.value.left(
        words.value.degraded[one.code] ?? one.code,
        percent(shareOf(one.turns, turns)),
        clock(new Date(one.last)),
      ),
    }))
}

export const isAnythingUnwell = (machine: Machine): boolean => unwell(machine).length > 0

const Lines = ({ of }: { readonly of: ReadonlyArray<Line> }) => (
  <ul class="lines-of">
    {of.map(({ english, said }) => (
      <li key={said}>
        {said}
        {english !== undefined && <span lang="en">{english}</span>}
      </li>
    ))}
  </ul>
)

export const Shift = ({ machine }: { readonly machine: Machine }) => {
  const say = shiftWords.value
  const { instances = [], recentTurns } = machine.state.value ?? {}
  if (recentTurns === undefined) return null
  const ill = unwell(machine)
  const told = toldIn(machine)
  const left = leftIn(told)
  const isOfAll = told.length > 1
  const hint = isOfAll ? say.hereOfAll : instances.length > 1 ? say.hereOf : say.here
  // An instance knows nothing of the time before its start.
  const minutes = Math.round(Math.max(...told.map((one) => one.minutes)))
  return (
    <section class="card shift" aria-label={say.title}>
      <h2>{say.title}</h2>
      <p class="hint">{hint(minutes, instances.length)}</p>
      <dl class="figures top">
        {figuresOf(told).map(({ isBad, line, name, said }) => (
          <div key={name} title={say.notes[name]} data-bad={isBad}>
            <dt>{say[name]}</dt>
            <dd>{said}</dd>
            <dd class="hint">
              <Sparkline values={line} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="unwell" data-unwell={ill.length > 0}>
        <span role="status">{ill.length === 0 ? say.well : say.unwell}</span>
        {ill.length > 0 && <Lines of={ill} />}
      </div>
      {left.length > 0 && (
        <>
          <h3>{words.value.timing.left}</h3>
          <Lines of={left} />
        </>
      )}
    </section>
  )
}
