/**
 * Turns tokens that a word list explains into unknown words where their position makes them doubtful: two particles in
 * a row, a word such as "well" that opens a sentence but stands at its end, a title that is an everyday word after "a" ("a monster"). A
 * question with an unknown word gets no canonical form, so no answer is shared with other wordings. `Places` are the
 * grammar's kinds of words for which, or beside which, the position matters.
 *
 * Also tells whether a name that is an everyday word too is written without its capital.
 */
import { hiragana, latin, type Letters } from "../letters/Letters.ts"
import { number, type Token, unexplained } from "../words/Segment.ts"

/** Kinds by the places where they mean nothing; see `Grammar`. */
export interface Places {
  readonly silent: ReadonlySet<string>
  readonly opening: ReadonlySet<string>
  readonly aside: ReadonlySet<string>
  readonly beforeCommon: ReadonlySet<string>
  readonly afterCommon: ReadonlySet<string>
  readonly titledBefore: ReadonlySet<string>
  readonly titledAfter: ReadonlySet<string>
}

const particles: ReadonlySet<string> = new Set("はがのをもにでとやかねよなへわさぞぜ")

const doubtful = (start: number, end: number, { text }: Letters): Token => ({
  kind: unexplained,
  value: text.slice(start, end),
  start,
  end,
  sense: undefined,
})

const isParticle = ({ end, start }: Token, { scripts, text }: Letters): boolean =>
  end - start === 1 && scripts[start] === hiragana && particles.has(text.charAt(start))

/** Two particles in a row explain anything; so do particles that open a text. */
const doubtParticles = (tokens: Array<Token>, letters: Letters): void => {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || !isParticle(token, letters)) continue
    const before = at === 0 ? undefined : tokens[at - 1]
    const joined = before !== undefined && letters.edges[token.start] === 0
    if (before === undefined || (joined && isParticle(before, letters))) {
      tokens[at] = doubtful(before === undefined ? token.start : before.start, token.end, letters)
    }
  }
}

const firstWord = (start: number, end: number, { edges, text }: Letters): string => {
  let at = start + 1
  while (at < end && edges[at] === 0) at++
  return text.slice(start, at)
}

/** The first word of a name as it is written with a capital. */
const capitalOf = ({ end, start }: Token, letters: Letters): string => {
  const word = firstWord(start, end, letters)
  return word.charAt(0).toUpperCase() + word.slice(1)
}

let lastWritten = ""
let lastPlain = ""
let lastFound = new Map<string, boolean>()

/** Kept for all names of one text, and asked once for each: a text may name one title a thousand times. */
const holds = (written: string, words: string): boolean => {
  if (written !== lastWritten) {
    lastWritten = written
    lastPlain = written.normalize("NFKC").replaceAll(/\s+/gu, " ")
    lastFound = new Map()
  }
  const before = lastFound.get(words)
  if (before !== undefined) return before
  const found = lastPlain.includes(words)
  lastFound.set(words, found)
  return found
}

const shortestBefore = 3

/** Of "looking for" the last one, as it stands right before a name. */
const lastWord = ({ end, start }: Token, { edges, text }: Letters): string => {
  let at = end - 1
  while (at > start && edges[at] === 0) at--
  return text.slice(at, end)
}

/** "The Monster box set": small before it, or great throughout, so the capital is the name's and no heading's. */
const isTitled = (before: Token, name: Token, letters: Letters, written: string): boolean => {
  const word = lastWord(before, letters)
  // "I'd like a Monster"
  if (word.length < shortestBefore && word !== letters.text.slice(before.start, before.end)) {
    return false
  }
  const great = firstWord(name.start, name.end, letters).toUpperCase()
  return (
    holds(written, `${word} ${capitalOf(name, letters)}`) ||
    holds(written, `${word.toUpperCase()} ${great}`)
  )
}

const doubtCommonNames = (
  tokens: Array<Token>,
  letters: Letters,
  places: Places,
  written: string,
): void => {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.sense?.common !== true) continue
    const before = at === 0 ? undefined : tokens[at - 1]
    const next = tokens[at + 1]?.kind ?? ""
    const titled = () =>
      before !== undefined &&
      (places.titledBefore.has(next) || places.titledAfter.has(before.kind)) &&
      isTitled(before, token, letters, written)
    const ordinary =
      (places.beforeCommon.has(before?.kind ?? "") && !titled()) || places.afterCommon.has(next)
    if (ordinary) tokens[at] = doubtful(token.start, token.end, letters)
  }
}

/** A call or a sigh among the words that tell something is none. */
const doubtAsides = (tokens: Array<Token>, letters: Letters, places: Places): void => {
  const says = ({ kind }: Token) =>
    !places.silent.has(kind) && !places.opening.has(kind) && !places.aside.has(kind)
  let first = 0
  let last = tokens.length - 1
  const tells = (token: Token | undefined) => token !== undefined && says(token)
  while (first < tokens.length && !tells(tokens[first])) first++
  while (last > first && !tells(tokens[last])) last--
  for (let at = first; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) continue
    const misplaced = places.opening.has(token.kind) || (at < last && places.aside.has(token.kind))
    if (misplaced) tokens[at] = doubtful(token.start, token.end, letters)
  }
}

/** "3a" is no "3", nor a 3 with an article. */
const doubtSuffixes = (tokens: Array<Token>, letters: Letters, places: Places): void => {
  for (let at = 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || tokens[at - 1]?.kind !== number) continue
    if (letters.scripts[token.start] !== latin || letters.edges[token.start] !== 0) continue
    if (token.end - token.start === 1 || places.silent.has(token.kind)) {
      tokens[at] = doubtful(token.start, token.end, letters)
    }
  }
}

/** Changes `tokens`. */
export const withDoubts = (
  tokens: Array<Token>,
  letters: Letters,
  places: Places,
  written: string,
): void => {
  doubtParticles(tokens, letters)
  doubtSuffixes(tokens, letters, places)
  doubtCommonNames(tokens, letters, places, written)
  doubtAsides(tokens, letters, places)
}

let lastLetters: Letters | undefined
let lastIsJapanese = false

/** Has it a Japanese letter? Kept for all names of one text. */
const isJapanese = (letters: Letters): boolean => {
  if (letters !== lastLetters) {
    lastLetters = letters
    lastIsJapanese = letters.scripts.some((script) => script >= hiragana)
  }
  return lastIsJapanese
}

/**
 * Is a name that is an everyday word too written like the word? Only told by the capitals of a text that is
 * in Latin letters throughout; `written` is that text.
 */
export const lacksCapital = (token: Token, letters: Letters, written: string): boolean => {
  const { end, sense, start, value } = token
  if (sense?.common !== true || sense.value !== value || letters.scripts[start] !== latin)
    return false
  if (isJapanese(letters)) return false
  const word = firstWord(start, end, letters)
  return !(holds(written, word.toUpperCase()) || holds(written, capitalOf(token, letters)))
}
