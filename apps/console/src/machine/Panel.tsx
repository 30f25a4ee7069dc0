/**
 * Parts that all panels of the operators' page share: the frame with its title, the head of a table, and the format of
 * a figure that may be missing.
 */
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
