/**
 * Finds the name in kana that a misspelt katakana word means: one inner letter missing, two neighbours swapped, or a
 * voicing mark more or less ("ブルーロク", "ベルセクル", "スラムダング").
 *
 * No other letter is changed, and never the first: "アンパンマン" is not a misspelt "ワンパンマン". Only for names of at least
 * five letters, not counting long vowels, and only if exactly one name is that near.
 */
import { katakana, type Letters } from "../letters/Letters.ts"
import type { Guess } from "../words/Segment.ts"
import { loosely, type Sense } from "../words/WordTree.ts"

const shortest = 5
/** Letters of a run that is looked at; no name has so many. */
const longest = 60

/** Hiragana as katakana, without long vowels; empty where something else is in it. */
const folded = (text: string): string => {
  let letters = ""
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = loosely(text.charCodeAt(at), before)
    if (code === 0) continue
    if (code < 0x30a1 || code > 0x30fa) return ""
    before = code
    letters += String.fromCharCode(code)
  }
  return letters
}

const plainLetter = (letter: string): string => letter.normalize("NFD").charAt(0)

const isVoicing = (left: string, right: string): boolean =>
  left !== right && plainLetter(left) === plainLetter(right)

/** Is `written` the name but for one slip? Both folded, with the same first letter. */
const isSlipOf = (written: string, name: string): boolean => {
  let at = 1
  while (at < written.length && written[at] === name[at]) at++
  if (written.length === name.length - 1) {
    return at < written.length && written.slice(at) === name.slice(at + 1)
  }
  if (written.length !== name.length || at === written.length) return false
  const rest = written.slice(at + 1)
  if (rest === name.slice(at + 1)) return isVoicing(written.charAt(at), name.charAt(at))
  const swapped = written[at] === name[at + 1] && written[at + 1] === name[at]
  return swapped && written.slice(at + 2) === name.slice(at + 2)
}

interface Name {
  readonly letters: string
  readonly sense: Sense
}

const keyOf = (letters: string, length: number): string => `${letters.charAt(0)}${length}`

export class NearKana {
  /** By their first letters and their lengths. */
  readonly #names = new Map<string, Array<Name>>()

  add(spelling: string, sense: Sense): void {
    const letters = folded(spelling)
    if (letters.length < shortest) return
    const key = keyOf(letters, letters.length)
    const names = this.#names.get(key)
    if (names === undefined) this.#names.set(key, [{ letters, sense }])
    else names.push({ letters, sense })
  }

  delete(spelling: string, value: string): void {
    const letters = folded(spelling)
    const key = keyOf(letters, letters.length)
    const others = this.#names
      .get(key)
      ?.filter((each) => each.letters !== letters || each.sense.value !== value)
    if (others !== undefined) this.#names.set(key, others)
  }

  /** What the run of katakana around the unexplained letter at `at` may mean. */
  guess({ edges, scripts, text }: Letters, at: number): ReadonlyArray<Guess> {
    if (scripts[at] !== katakana) return []
    let start = at
    while (start > 0 && edges[start] === 0 && scripts[start - 1] === katakana) {
      if (--start < at - longest) return []
    }
    let end = at + 1
    while (end < text.length && edges[end] === 0 && scripts[end] === katakana) {
      if (++end > start + longest) return []
    }
    const written = folded(text.slice(start, end))
    const near = [written.length, written.length + 1].flatMap((length) =>
      (this.#names.get(keyOf(written, length)) ?? []).filter(({ letters }) =>
        isSlipOf(written, letters),
      ),
    )
    const meant = near[0]?.sense
    const alone = near.every(
      ({ sense }) => sense.kind === meant?.kind && sense.value === meant.value,
    )
    return meant !== undefined && alone ? [{ start, end, sense: meant }] : []
  }
}
