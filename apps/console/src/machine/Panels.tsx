/** The panels of the operators' page, one for each part of the system. */
import type { ComponentChildren } from "preact"
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { labelsOf, type Samples, valueOf } from "./Samples.ts"
import { count, milliseconds } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

const shown = (value: number | undefined): string => (value === undefined ? "–" : count(value))

interface PanelProps {
  readonly title: string
  readonly hint?: string
  readonly children: ComponentChildren
}

const Panel = ({ children, hint, title }: PanelProps) => (
  <section class="card" aria-label={title}>
    <h2>{title}</h2>
    {hint !== undefined && <p class="hint">{hint}</p>}
    {children}
  </section>
)

/** Rows of one label, columns of events. */
const Events = (props: {
  readonly samples: Samples
  readonly family: string
  readonly label: string
  readonly heading: string
  readonly events: ReadonlyArray<string>
}) => (
  <table>
    <thead>
      <tr>
        <th scope="col">{props.heading}</th>
        {props.events.map((event) => (
          <th key={event} scope="col">
            {machineWords.value.events[event] ?? event}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {labelsOf(props.samples, props.family, props.label).map((name) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {props.events.map((event) => (
            <td key={event}>
              {shown(valueOf(props.samples, props.family, { [props.label]: name, event }))}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

export const Services = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  return (
    <Panel title={say.services}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.service}</th>
            <th scope="col">{say.first}</th>
            <th scope="col">{say.warm}</th>
            <th scope="col">{say.state}</th>
          </tr>
        </thead>
        <tbody>
          {(machine.readiness.value?.services ?? []).map((service) => (
            <tr key={service.name} data-ok={service.ok}>
              <th scope="row">{service.name}</th>
              <td>{milliseconds(service.firstMs)}</td>
              <td>{milliseconds(service.warmMs)}</td>
              <td class="state">{service.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const poolEvents = [
  "handshakes",
  "sessions",
  "streams",
  "resumed",
  "reconnects",
  "evictions",
  "connectFailures",
  "longestWaitMs",
]

export const Pool = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const family = "manga_assist_model_connections"
  return (
    <Panel title={say.pool} hint={say.poolHint}>
      <dl class="figures">
        {poolEvents.map((event) => (
          <div key={event}>
            <dt>{say.events[event]}</dt>
            <dd>{shown(valueOf(samples, family, { event }))}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

export const Cache = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const family = "manga_assist_answer_cache_events_total"
  const checks = samples.get("manga_assist_audited_hits") ?? []
  return (
    <Panel title={say.cache} hint={say.cacheHint}>
      <dl class="figures">
        {["fresh", "stale", "misses", "failures", "writes"].map((event) => (
          <div key={event}>
            <dt>{say.events[event]}</dt>
            <dd>{shown(valueOf(samples, family, { event }))}</dd>
          </div>
        ))}
        <div>
          <dt>{say.demand}</dt>
          <dd>{shown(valueOf(samples, "manga_assist_popular_answers", { event: "listed" }))}</dd>
        </div>
      </dl>
      {checks.length > 0 && (
        <ul class="lines-of">
          {checks.map(({ labels, value }) => (
            <li key={`${labels["intent"]} ${labels["layer"]}`}>
              {labels["intent"]}, {labels["layer"]}: {count(value)} {say.checked},{" "}
              {((valueOf(samples, "manga_assist_false_hit_ratio", labels) ?? 0) * 100).toFixed(1)} %{" "}
              {say.wrong}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export const Ahead = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  return (
    <Panel title={say.ahead} hint={say.aheadHint}>
      <Events
        samples={samples}
        family="manga_assist_prefetch_events_total"
        label="source"
        heading={say.source}
        events={["started", "used", "wasted", "late", "failed"]}
      />
    </Panel>
  )
}

export const Sinks = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  return (
    <Panel title={say.sinks} hint={say.sinksHint}>
      <Events
        samples={samples}
        family="manga_assist_sink_records"
        label="sink"
        heading={say.sink}
        events={["accepted", "written", "pending", "dropped", "deadLettered"]}
      />
    </Panel>
  )
}

export const Answers = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const { degraded, sources } = words.value
  const turns = samples.get("manga_assist_turns_total") ?? []
  const left = samples.get("manga_assist_degraded_total") ?? []
  const named: Readonly<Record<string, ReadonlyArray<string>>> = sources
  return (
    <Panel title={say.by}>
      <ul class="lines-of">
        {turns.map(({ labels, value }) => (
          <li key={`${labels["source"]} ${labels["outcome"]}`}>
            {named[labels["source"] ?? ""]?.[0] ?? labels["source"]}
            {labels["outcome"] === "complete" ? "" : `, ${labels["outcome"]}`}:{" "}
            <b>{count(value)}</b>
          </li>
        ))}
        {turns.length === 0 && <li class="hint">{say.nothing}</li>}
      </ul>
      <h3>{say.degraded}</h3>
      <ul class="lines-of">
        {left.map(({ labels, value }) => (
          <li key={labels["code"]}>
            {degraded[labels["code"] ?? ""] ?? labels["code"]}: <b>{count(value)}</b>
          </li>
        ))}
        {left.length === 0 && <li class="hint">{say.nothing}</li>}
      </ul>
    </Panel>
  )
}

export const Figures = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const sum = valueOf(samples, "manga_assist_first_content_seconds_sum") ?? 0
  const turns = valueOf(samples, "manga_assist_first_content_seconds_count") ?? 0
  const seconds = (value: number | undefined) =>
    value === undefined ? "–" : milliseconds(value * 1_000)
  const memory = valueOf(samples, "process_resident_memory_bytes") ?? 0
  const delay = valueOf(samples, "nodejs_eventloop_delay_seconds", { quantile: "0.99" })
  const figures = [
    [say.turns, count(turns)],
    [say.firstContent, turns === 0 ? "–" : seconds(sum / turns)],
    [say.open, shown(valueOf(samples, "manga_assist_open_connections"))],
    [say.running, shown(valueOf(samples, "manga_assist_running_messages"))],
    [say.memory, `${count(memory / 1_048_576)} MB`],
    [say.delay, seconds(delay)],
  ] as const
  return (
    <dl class="figures top">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
