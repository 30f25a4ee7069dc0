/** Lists of the operators' page: instances, endpoints, the models' budgets, failed turns, and answers made ahead of demand. */
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { Columns, Panel } from "./Panel.tsx"
import { valueOf } from "./Samples.ts"
import { count, milliseconds, money } from "../words/Milliseconds.ts"
import { language, languageOf } from "../words/Language.ts"

const time = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : milliseconds(ms)

export const Instances = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const { instances = [] } = machine.state.value ?? {}
  return (
    <Panel title={say.instances} hint={say.instancesHint}>
      <table>
        <Columns names={[say.instance, say.since, say.open, say.running]} />
        <tbody>
          {instances.map(
            ({ draining, isThis, name, openConnections, runningMessages, startedAt }) => (
              <tr key={name} data-ok={!draining}>
                <th scope="row">
                  {name}
                  {isThis && <span class="hint"> {say.thisOne}</span>}
                  {draining && <span class="state"> {say.draining}</span>}
                </th>
                <td>{new Date(startedAt).toLocaleTimeString(language.value)}</td>
                <td>{count(openConnections)}</td>
                <td>{count(runningMessages)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Panel>
  )
}

export const Endpoints = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const { enabled = false, endpoints = [] } = machine.state.value?.endpoints ?? {}
  return (
    <Panel title={say.endpoints} hint={enabled ? say.endpointsHint : say.endpointsOff}>
      {endpoints.length > 0 && (
        <table>
          <Columns names={[say.endpoint, "DNS", "TCP", "TLS", say.state]} />
          <tbody>
            {endpoints.map(({ dns, name, reasons, status, tcp, tls }) => (
              <tr key={name} data-ok={status === "healthy"}>
                <th scope="row">{name}</th>
                <td>{time(dns.p50Ms)}</td>
                <td>{time(tcp.p50Ms)}</td>
                <td>{time(tls?.p50Ms)}</td>
                <td class="state" title={reasons.map(({ text }) => text).join("; ")}>
                  {say.health[status]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

export const FailedTurns = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const { failedTurns = [] } = machine.state.value ?? {}
  return (
    <Panel title={say.failedTurns}>
      {failedTurns.length === 0 ? (
        <p class="hint">{say.nothing}</p>
      ) : (
        <table>
          <tbody>
            {failedTurns.map(({ at, code, degraded = [], timeline = [], turn }) => (
              <tr key={turn} data-ok={false}>
                <th scope="row" title={turn}>
                  {new Date(at).toLocaleTimeString(language.value)}
                </th>
                <td class="state">{say.outcomes[code] ?? code}</td>
                <td class="story">
                  {timeline
                    .map(
                      ({ endMs, outcome, stage }) => `${stage} ${milliseconds(endMs)} ${outcome}`,
                    )
                    .concat(degraded)
                    .join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

const amount = (budget: string, value: number): string =>
  budget === "dollars" ? money(value, "USD") : count(value)

/** Nothing where no budget is set. */
export const Budgets = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const { budgets = [] } = machine.state.value?.modelBudget ?? {}
  if (budgets.length === 0) return null
  return (
    <Panel title={say.budgets} hint={say.budgetsHint}>
      <table>
        <Columns names={["", say.counted, say.limit]} />
        <tbody>
          {budgets.map(({ counted, limit, name }) => (
            <tr key={name} data-ok={counted < limit}>
              <th scope="row">{name}</th>
              <td>{amount(name, counted)}</td>
              <td>{amount(name, limit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export const MadeAhead = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const { popular = [] } = machine.state.value ?? {}
  const family = "manga_assist_popular_answers"
  const listed = valueOf(machine.samples.value, family, { event: "listed" }) ?? 0
  const warm = valueOf(machine.samples.value, family, { event: "warm" }) ?? 0
  return (
    <Panel title={say.demand} hint={say.demandHint}>
      <p>{say.listed(count(listed), count(warm))}</p>
      {popular.length > 0 && (
        <details>
          <summary>{say.mostAsked(popular.length)}</summary>
          <ol class="made-ahead">
            {popular.map(({ question, warm: isWarm }) => (
              <li key={question} lang={languageOf(question)} data-warm={isWarm}>
                {question}
                {!isWarm && <span class="hint"> {say.notWarm}</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </Panel>
  )
}
