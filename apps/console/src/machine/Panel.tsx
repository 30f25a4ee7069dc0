/** The frame of a panel on the operators' page, and the head of its table. */
import type { ComponentChildren } from "preact"
import { count } from "../words/Milliseconds.ts"

export const shown = (value: number | undefined): string =>
  value === undefined ? "–" : count(value)

interface PanelProps {
  readonly title: string
  readonly hint?: string
  readonly children: ComponentChildren
}

export const Panel = ({ children, hint, title }: PanelProps) => (
  <section class="card" aria-label={title}>
    <h2>{title}</h2>
    {hint !== undefined && <p class="hint">{hint}</p>}
    {children}
  </section>
)

export const Columns = ({ names }: { readonly names: ReadonlyArray<string> }) => (
  <thead>
    <tr>
      {names.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
    </tr>
  </thead>
)
