/**
 * The panels of the operators' page that show metrics, one for each part of the system: `Services` (warm-up calls),
 * `Pool` (connections to the model), `Cache`, `Ahead` (data read before the question came: prefetch and type-ahead),
 * `Sinks` (records written after the answer) and `Answers`. `Figures` is the row of key figures at the top of the page.
 * What was never counted is not shown.
 */
import { Counted, Events } from "./Counted.tsx"
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { Columns, Panel, shown } from "./Panel.tsx"
import { type Samples, valueOf } from "./Samples.ts"
import { count, milliseconds } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

/** No call takes no time at all: none came back, or there is none to make. */
const calledFor = (ms: number): string => (ms > 0 ? milliseconds(ms) : "–")

export const Services = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  return (
    <Panel title={say.services} hint={say.servicesHint}>
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
              <td>{calledFor(service.firstMs)}</td>
              <td>{calledFor(service.warmMs)}</td>
              <td class="state">{say.details[service.detail] ?? service.detail}</td>
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
  return (
    <Panel title={say.pool} hint={say.poolHint}>
      <Counted samples={samples} family="manga_assist_model_connections" events={poolEvents} />
    </Panel>
  )
}

/** By which layers answers are given to other words than their own, or ahead of anybody. */
const layers = ["precomputed", "exact", "canonical", "alias", "stale"] as const

const percent = (share: number | undefined): string =>
  share === undefined ? "–" : `${(share * 100).toFixed(1)} %`

export const Cache = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const { sources } = words.value
  const hits = layers.flatMap((source) => {
    const of = { source, outcome: "complete" }
    const given = valueOf(samples, "manga_assist_turns_total", of) ?? 0
    return given > 0 ? [[source, given] as const] : []
  })
  const checks = samples.get("manga_assist_audited_hits") ?? []
  return (
    <Panel title={say.cache} hint={say.cacheHint}>
      <Counted
        samples={samples}
        family="manga_assist_answer_cache_events_total"
        events={["fresh", "stale", "misses", "failures", "writes"]}
      />
      {hits.length > 0 && (
        <table>
          <Columns names={[say.layer, say.hits]} />
          <tbody>
            {hits.map(([source, given]) => (
              <tr key={source} title={sources[source][1]}>
                <th scope="row">{sources[source][0]}</th>
                <td>{count(given)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{say.audit}</h3>
      {checks.length === 0 ? (
        <p class="hint">{say.nothing}</p>
      ) : (
        <table>
          <Columns names={[say.form, say.checked, say.wrong, say.state]} />
          <tbody>
            {checks.map(({ labels, value }) => {
              const isOff = valueOf(samples, "manga_assist_cache_form_off", labels) === 1
              return (
                <tr key={labels["form"]} data-ok={!isOff}>
                  <th scope="row">{labels["form"]}</th>
                  <td>{count(value)}</td>
                  <td>{percent(valueOf(samples, "manga_assist_false_hit_ratio", labels))}</td>
                  <td class="state">{isOff ? say.off : say.on}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
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
      <h3>{say.typeAhead}</h3>
      <Counted
        samples={samples}
        family="manga_assist_type_ahead_events_total"
        events={["drafts", "started", "hits", "misses", "refused", "failed"]}
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

const seconds = (value: number | undefined) =>
  value === undefined ? "–" : milliseconds(value * 1_000)

export const Answers = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const { degraded, sources } = words.value
  const counted = (family: string) => (samples.get(family) ?? []).filter(({ value }) => value > 0)
  const turns = counted("manga_assist_turns_total")
  const named: Readonly<Record<string, ReadonlyArray<string>>> = sources
  const left = counted("manga_assist_degraded_total")
  const recent = (source: string, quantile: string) =>
    seconds(valueOf(samples, "manga_assist_recent_first_content_seconds", { source, quantile }))
  const complete = turns.filter(({ labels }) => labels["outcome"] === "complete")
  const others = turns.filter(({ labels }) => labels["outcome"] !== "complete")
  return (
    <Panel title={say.by} hint={say.byHint}>
      {turns.length === 0 && <p class="hint">{say.nothing}</p>}
      {complete.length > 0 && (
        <table>
          <Columns names={[words.value.timing.source, say.turns, "p50", "p95"]} />
          <tbody>
            {complete.map(({ labels: { source = "" }, value }) => (
              <tr key={source}>
                <th scope="row">
                  <span class="source" data-source={source} title={named[source]?.[1]}>
                    {named[source]?.[0] ?? source}
                  </span>
                </th>
                <td>{count(value)}</td>
                <td>{recent(source, "0.5")}</td>
                <td>{recent(source, "0.95")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && (
        <>
          <h3>{say.otherwise}</h3>
          <ul class="lines-of">
            {others.map(({ labels: { outcome = "", source = "" }, value }) => (
              <li key={`${source} ${outcome}`}>
                {say.outcomes[outcome] ?? outcome}: <b>{count(value)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.value.timing.left}</h3>
      <ul class="lines-of">
        {left.map(({ labels: { code = "" }, value }) => (
          <li key={code}>
            {degraded[code] ?? code}: <b>{count(value)}</b>
          </li>
        ))}
        {left.length === 0 && <li class="hint">{say.nothing}</li>}
      </ul>
    </Panel>
  )
}

export const Figures = ({ samples }: { readonly samples: Samples }) => {
  const say = machineWords.value
  const memory = valueOf(samples, "process_resident_memory_bytes") ?? 0
  const delay = (quantile: string) =>
    seconds(valueOf(samples, "nodejs_eventloop_delay_seconds", { quantile }))
  const figures = [
    [say.open, shown(valueOf(samples, "manga_assist_open_connections"))],
    [say.running, shown(valueOf(samples, "manga_assist_running_messages"))],
    [say.memory, `${count(memory / 1_048_576)} MB`],
    [say.delay, delay("0.99"), say.delays(delay("0.5"), delay("1"))],
  ] as const
  return (
    <dl class="figures top">
      {figures.map(([name, value, notes]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {notes !== undefined && <dd class="hint">{notes}</dd>}
        </div>
      ))}
    </dl>
  )
}
