/** Legend that explains how to read the times of an answer, shown until there are some. */
import { words } from "../words/Language.ts"

const bar = (stage: string, from: number, length: number) => (
  <i class="bar" data-stage={stage} style={{ "--from": from, "--length": length }} />
)

export const Guide = () => {
  const { guide } = words.value.timing
  return (
    <ul class="guide">
      <li>
        <span class="sample" aria-hidden="true">
          {bar("recall", 0, 0.12)}
          {bar("retrieve", 0.16, 0.3)}
        </span>
        {guide.work}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          {bar("model", 0, 0.35)}
          {bar("writing", 0.37, 0.63)}
        </span>
        {guide.model}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          <span class="lines">
            <i data-mark="first-products" style={{ "--at": 0.15 }} />
            <i data-mark="first-token" style={{ "--at": 0.4 }} />
            <i data-mark="total" style={{ "--at": 0.75 }} />
          </span>
        </span>
        {guide.marks}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          <span class="lines">
            <i data-mark="budget" style={{ "--at": 0.75 }} />
          </span>
        </span>
        {guide.budget}
      </li>
    </ul>
  )
}
