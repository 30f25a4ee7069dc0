/**
 * Parses the templates from which the store's own wordings of known questions (standard sentences) are made: "How much
 * is {one}[ in {FORMAT}]?".
 *
 * `{KIND}` is replaced by the words for the question's value of that kind (its slot), `{KIND.way}` by another wording
 * of them (`Fill.ts`). A part in brackets is left out when a slot in it is empty; `[KIND? …]` is used when the slot is
 * set, without its words. Alternatives are separated by ` / `. A sentence with an empty slot outside brackets is
 * `undefined`.
 */

/** The words for a slot; `undefined` where there is nothing to say. */
export type Fill = (name: string, way: string) => string | undefined

/** A sentence; `undefined` where a slot outside all brackets is empty. */
export type Template = (fill: Fill) => string | undefined

const whole =
  /\{([A-Za-z]+)(?:\.([a-z]+))?\}|\[(?:([A-Z]+)\?)?((?:[^[\]{]|\{[^}]*\})*)\]|([^[\]{}]+)|(.)/gu

const joined =
  (parts: ReadonlyArray<Template>): Template =>
  (fill) => {
    let text = ""
    for (const part of parts) {
      const said = part(fill)
      if (said === undefined) return undefined
      text += said
    }
    return text
  }

const templateOf = (source: string): Template => {
  const parts: Array<Template> = []
  for (const [, slot, way = "", condition, optional, text] of source.matchAll(whole)) {
    if (slot !== undefined) parts.push((fill) => fill(slot, way))
    else if (text !== undefined) parts.push(() => text)
    else if (optional !== undefined) {
      const inner = templateOf(optional)
      parts.push((fill) =>
        condition === undefined || fill(condition, "") !== undefined ? (inner(fill) ?? "") : "",
      )
    }
  }
  return joined(parts)
}

/** A bracket or brace that has no partner. */
export const strayIn = (source: string): string | undefined => {
  for (const [, , , , optional = "", , stray] of source.matchAll(whole)) {
    const found = stray ?? (optional === "" ? undefined : strayIn(optional))
    if (found !== undefined) return found
  }
  return undefined
}

/** Read when it is asked for first: few forms are written in the life of a process. */
const readLater = (source: string): Template => {
  let template: Template | undefined
  return (fill) => (template ??= templateOf(source))(fill)
}

export const templatesOf = (source: string): ReadonlyArray<Template> =>
  source.split(" / ").map((each) => readLater(each.trim()))
