/** Table of this visit's answers by source: how many, percentiles of their times, and what they cost together. */
import type { Chat } from "../chat/Chat.ts"
import { count, milliseconds, money } from "../words/Milliseconds.ts"
import { percentiles, spent } from "./Percentiles.ts"
import { sourceWords, words } from "../words/Language.ts"

export const Visit = ({ chat }: { readonly chat: Chat }) => {
  const ends = chat.turns.value.map((turn) => turn.end.value).filter((end) => end !== undefined)
  const groups = percentiles(ends)
  const cost = spent(ends)
  const { timing } = words.value
  if (groups.length === 0) return null
  return (
    <section class="visit" aria-label={timing.visit}>
      <h3>{timing.visit}</h3>
      <p class="hint">{timing.visitHint}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{timing.source}</th>
            <th scope="col">{timing.turns}</th>
            <th scope="col">{timing.half}</th>
            <th scope="col">{timing.most}</th>
          </tr>
        </thead>
        {groups.map(({ kind, lines }) => (
          <tbody key={kind}>
            <tr class="group">
              <th scope="rowgroup" colSpan={4}>
                {timing[kind]}
              </th>
            </tr>
            {lines.map(({ p50, p95, source, turns }) => (
              <tr key={source}>
                <th scope="row">
                  <span class="source" data-source={source} title={sourceWords(source)[1]}>
                    {sourceWords(source)[0]}
                  </span>
                </th>
                <td>{count(turns)}</td>
                <td>{milliseconds(p50)}</td>
                <td>{milliseconds(p95)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {cost !== undefined && (
        <p class="hint">
          {timing.visitCost(money(cost.amount, cost.currency), money(cost.saved, cost.currency))}
        </p>
      )}
    </section>
  )
}
