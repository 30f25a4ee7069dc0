/** A drawn book cover with title and a number, its volume's; the store has no pictures. All volumes of a title have the same colour. */
import { languageOf } from "../words/Language.ts"

/** The same hue for all volumes of a title. */
const hueOf = (title: string): number => {
  let hash = 7
  for (const letter of title.slice(0, 40)) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 3_600
  return hash % 360
}

export const Cover = ({
  number,
  title,
}: {
  readonly title: string
  readonly number?: number | string | undefined
}) => (
  <div class="cover" aria-hidden="true" lang={languageOf(title)} style={{ "--hue": hueOf(title) }}>
    <span>{title}</span>
    {number !== undefined && <b>{number}</b>}
  </div>
)
