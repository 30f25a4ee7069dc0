/** Legend that explains how to read the times of an answer, shown until there are some. */
import { Bar, Lines } from "./WaterfallTable.tsx"
import { words } from "../words/Language.ts"

export const Guide = () => {
  const { guide } = words.value.timing
  return (
    <ul class="guide">
      <li>
        <span class="sample" aria-hidden="true">
          <Bar stage="recall" from={0} length={0.12} />
          <Bar stage="retrieve" from={0.16} length={0.3} />
        </span>
        {guide.work}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          <Bar stage="model" from={0} length={0.35} />
          <Bar stage="writing" from={0.37} length={0.63} />
        </span>
        {guide.model}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          <Lines
            at={[
              { mark: "first-products", share: 0.15 },
              { mark: "first-token", share: 0.4 },
              { mark: "total", share: 0.75 },
            ]}
          />
        </span>
        {guide.marks}
      </li>
      <li>
        <span class="sample" aria-hidden="true">
          <Lines at={[{ mark: "budget", share: 0.75 }]} />
        </span>
        {guide.budget}
      </li>
    </ul>
  )
}
