/** The answers of this visit, grouped by source. */
import type { Chat } from "../chat/Chat.ts"
import { count, milliseconds } from "../words/Milliseconds.ts"
import { percentiles } from "./Percentiles.ts"
import { words } from "../words/Language.ts"

export const Visit = ({ chat }: { readonly chat: Chat }) => {
  const ends = chat.turns.value.map((turn) => turn.end.value).filter((end) => end !== undefined)
  const lines = percentiles(ends)
  const { sources, timing } = words.value
  if (lines.length === 0) return null
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
        <tbody>
          {lines.map(({ p50, p95, source, turns }) => (
            <tr key={source}>
              <th scope="row">
                <span class="source" data-source={source}>
                  {sources[source][0]}
                </span>
              </th>
              <td>{count(turns)}</td>
              <td>{milliseconds(p50)}</td>
              <td>{milliseconds(p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
