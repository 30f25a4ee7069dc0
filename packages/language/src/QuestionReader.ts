/**
 * Reads a question into its canonical form, if every word of it is understood: a text made of the kind of question and
 * its values, equal for all wordings of one question. Otherwise the question has no form, and the result names the
 * unknown word or the reason.
 *
 * The engine knows no words: words, names, rewrite rules and shapes (question patterns) are the grammar's, passed as
 * data. The same text always has the same result. Reading never throws, and takes time linear in the text, of which at
 * most 2,000 letters are read.
 */
import { nearest, type Rule } from "@manga-assist/options"
import { asKana } from "./words/AsKana.ts"
import { formWith, isUntold } from "./patterns/CanonicalForm.ts"
import { lacksCapital, type Places, withDoubts } from "./typos/Doubts.ts"
import { check, type Grammar, grammarRule, type Name } from "./Grammar.ts"
import { type Letters, lettersOf } from "./letters/Letters.ts"
import { joinNumbers } from "./words/Numerals.ts"
import { Shapes } from "./patterns/QuestionShape.ts"
import type { Outcome, Reading } from "./patterns/Reading.ts"
import { respell } from "./letters/Respell.ts"
import { rewriteBy } from "./patterns/Rewrite.ts"
import { rewriteRules, withoutOutputs } from "./patterns/RewriteRules.ts"
import { type Guess, segment, type Token, unexplained } from "./words/Segment.ts"
import { Slips } from "./typos/Slips.ts"
import { isUnexplained, unknownWord } from "./words/UnknownWord.ts"
import { Vocabulary } from "./Vocabulary.ts"
import type { Sense } from "./words/WordTree.ts"

export interface QuestionReader<Kind extends string = string> {
  /** Reads a text once, at most `longestText` letters of it. */
  readonly read: (text: string) => Reading<Kind>
  /** From the next text on these are names too; of two with one spelling the earlier stays. */
  readonly add: (names: Iterable<Name<Kind>>) => void
  /** From the next text on these are none, as far as they are names of their values. */
  readonly delete: (names: Iterable<Name<Kind>>) => void
  /** Names that are none, since they are words too. */
  readonly collisions: () => ReadonlyArray<Pick<Name, "spelling" | "value">>
  /** How many texts were cut into words since it was made: one for each that was read. */
  readonly cuts: () => number
}

/** Letters that are read of any text; the protocol allows no longer message. */
const longestText = 2_000

/** The sign of a range is a kind of its own to the open rules. */
const withSigns = (token: Token): Token =>
  isUnexplained(token) && token.value === "~" ? { ...token, kind: "~" } : token

/** A message that people write has a third of them: what is behind is a title a thousand times over. */
const mostWords = 1_000

/** Words in which a misspelt name is looked for. */
const mostGuessed = 4

/** Kinds of figures; what no list explains is in no shape. */
const ofFigures = ["NUM", "ORD"]

/** A shape that names a misspelt kind would fit no question, in silence. */
const onlyOf =
  (known: ReadonlyArray<string>): Rule =>
  (kind) =>
    known.includes(String(kind))
      ? undefined
      : {
          field: "",
          rule: `name the kind "${String(kind)}", which no word, name or rewrite has; the nearest is "${nearest(String(kind), known)}"`,
        }

/**
 * Throws an `OptionError` that names the field of the grammar which is unknown, of another kind, or names a kind that
 * nothing has; and an error that names the line of a text that cannot be read.
 *
 * `Kind`: the grammar's kinds. That they are all of those that stand in its texts is for its author to see to.
 */
export function makeQuestionReader<Kind extends string = string>(
  grammar: Grammar<NoInfer<Kind>>,
): QuestionReader<Kind>
export function makeQuestionReader(grammar: Grammar): QuestionReader {
  check("makeQuestionReader", grammarRule, grammar)
  const vocabulary = new Vocabulary(grammar)
  const rules = rewriteRules(grammar.rewrites)
  const rewrite = rewriteBy(rules)
  const rewriteOpenly = rewriteBy([
    ...rewriteRules(grammar.open?.before ?? ""),
    ...withoutOutputs(rules, new Set(grammar.opaque)),
    ...rewriteRules(grammar.open?.after ?? ""),
  ])
  const shapes = new Shapes(grammar.shapes)
  const made = rules.flat().flatMap(({ outputs }) => outputs.map(({ kind }) => kind))
  const known = [...vocabulary.kinds, ...made, ...ofFigures, ...Object.keys(grammar.slots)]
  const isKind = onlyOf([...new Set(known)])
  for (const kind of shapes.kinds) check("makeQuestionReader", isKind, kind, "shapes")
  const { longest = 300 } = grammar
  const silent = new Set(grammar.silent)
  const refusals = new Map(Object.entries(grammar.refused))
  const slotKinds = new Map(Object.entries(grammar.slots))
  const leaning = new Set(grammar.leaning)
  const places: Places = {
    silent,
    opening: new Set(grammar.opening),
    aside: new Set(grammar.aside),
    beforeCommon: new Set(grammar.beforeCommon),
    afterCommon: new Set(grammar.afterCommon),
    titledBefore: new Set(grammar.titledBefore),
    titledAfter: new Set(grammar.titledAfter),
  }
  const meansNothing = new Set(grammar.unexplained)
  const withoutMeaning = (cut: ReadonlyArray<Token>, { text }: Letters): ReadonlyArray<Token> =>
    cut.some(({ kind }) => meansNothing.has(kind))
      ? cut.map((token) => {
          if (!meansNothing.has(token.kind)) return token
          const value = text.slice(token.start, token.end)
          return { ...token, kind: unexplained, value, sense: undefined }
        })
      : cut
  const capitalised = new Set(grammar.capitalised)
  const meaningless = new Set([...silent, ...places.opening, ...places.aside])
  const slips = new Slips(
    grammar.slips ?? "",
    (word) => grammar.ordinary?.has(word) === true || vocabulary.knows(word),
  )

  const refusalIn = (tokens: ReadonlyArray<Token>): string | undefined => {
    for (const token of tokens) {
      const reason = refusals.get(token.kind)
      if (reason !== undefined) return reason
    }
    return undefined
  }

  const formOf = (tokens: ReadonlyArray<Token>, letters: Letters, written: string): Outcome => {
    const refusal = refusalIn(tokens)
    if (refusal !== undefined) {
      return { known: false, why: "refused", reason: refusal, refused: true }
    }
    const shape = shapes.of(tokens)
    if (shape === undefined) {
      const made = tokens.map(({ kind, value }) => (value === "" ? kind : `${kind}=${value}`))
      const reason = `no known question is made of ${made.join(" ") || "nothing"}`
      return { known: false, why: "unknown-question", reason, refused: false }
    }
    const word = capitalised.has(shape.name)
      ? tokens.find((token) => lacksCapital(token, letters, written))
      : undefined
    if (word !== undefined) {
      const reason = `"${letters.text.slice(word.start, word.end)}" may be an everyday word`
      return { known: false, why: "everyday-word", reason, refused: false }
    }
    const told = tokens.filter(
      ({ kind, value }) =>
        slotKinds.has(kind) && !(shape.untold.size > 0 && isUntold(shape.untold, kind, value)),
    )
    return { known: true, question: shape.name, ...formWith(shape.name, told, slotKinds) }
  }

  const outcomeOf = (
    cut: ReadonlyArray<Token>,
    told: ReadonlyArray<Token>,
    letters: Letters,
    written: string,
  ): Outcome => {
    if (written.length > longest) {
      const reason = "too long to be asked twice"
      return { known: false, why: "too-long", reason, refused: true }
    }
    if (letters.text === "") {
      return { known: false, why: "no-words", reason: "there are no words", refused: true }
    }
    if (cut.some(isUnexplained)) {
      const word = unknownWord(cut, letters)
      const known = refusalIn(cut)
      return {
        known: false,
        why: known === undefined ? "unknown-word" : "refused",
        reason: known ?? `the word "${word}" is not understood`,
        word,
        refused: known !== undefined,
      }
    }
    const first = told[0]
    if (first !== undefined && leaning.has(first.kind)) {
      const reason = "depends on what was said before"
      return { known: false, why: "leans", reason, refused: true }
    }
    return formOf(rewrite(told), letters, written)
  }

  const openTokens = (told: ReadonlyArray<Token>): ReadonlyArray<Token> =>
    rewriteOpenly(told.slice(0, mostWords).map(withSigns))

  /** A form says all that is asked first: its tokens are made for whoever asks for them, once. */
  const withTokensLater = (
    reading: Omit<Reading & { readonly known: true }, "tokens">,
    told: ReadonlyArray<Token>,
  ): Reading => {
    let made: ReadonlyArray<Token> | undefined
    return {
      ...reading,
      get tokens() {
        made ??= openTokens(told)
        return made
      },
    }
  }

  let cuts = 0
  const completed = new WeakSet<Sense>()

  /** Whether names are known now that begin with those of the text. */
  const complete = (cut: ReadonlyArray<Token>): boolean => {
    let isMore = false
    for (const { sense } of cut) {
      if (sense?.name !== true || completed.has(sense)) continue
      completed.add(sense)
      for (const name of grammar.namesBehind?.(sense) ?? []) {
        vocabulary.add(name)
        isMore = true
      }
    }
    return isMore
  }

  const read = (whole: string): Reading => {
    const respelt = respell(whole.slice(0, longestText))
    const written = slips.mended(respelt) ?? respelt
    const plain = lettersOf(written)
    const kana = asKana(written, plain, vocabulary)
    const romanised = kana !== undefined
    const letters = kana === undefined ? plain : lettersOf(kana)
    const text = kana ?? written
    cuts += 1
    const first = segment(letters, vocabulary, romanised, guessesIn)
    const cut = complete(first) ? segment(letters, vocabulary, romanised, guessesIn) : first
    withDoubts(cut, letters, places, text)
    const meant = withoutMeaning(cut, letters)
    const told = joinNumbers(meant, letters).filter(({ kind }) => !meaningless.has(kind))
    const outcome = outcomeOf(meant, told, letters, text)
    if (outcome.known) return withTokensLater({ ...outcome, cut, letters, romanised }, told)
    const open = withoutEverydayWords(told, letters, text)
    return { ...outcome, tokens: openTokens(open), cut, letters, romanised }
  }

  const titledBeside = new Set(grammar.open?.titledBeside)

  /** "Is there a monster under my bed?": a name that is a word too needs a capital, or something that titles have. */
  const withoutEverydayWords = (
    told: ReadonlyArray<Token>,
    letters: Letters,
    written: string,
  ): ReadonlyArray<Token> =>
    told.length === 1 || told.some(({ kind }) => titledBeside.has(kind))
      ? told
      : told.map((token) =>
          lacksCapital(token, letters, written) ? { ...token, kind: unexplained } : token,
        )

  /** What the unexplained words of a text may mean as misspelt names. */
  const guessesIn = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Guess> =>
    tokens
      .filter(isUnexplained)
      .slice(0, mostGuessed)
      .flatMap(({ end, start }) =>
        vocabulary.near
          .guess(letters, start, end)
          .concat(vocabulary.nearKana.guess(letters, start)),
      )

  return {
    read,
    add: (names) => {
      for (const name of names) vocabulary.add(name)
    },
    delete: (names) => {
      for (const name of names) vocabulary.delete(name)
    },
    collisions: () => [...vocabulary.collisions.values()],
    cuts: () => cuts,
  }
}
