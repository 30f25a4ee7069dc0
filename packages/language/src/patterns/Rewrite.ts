/**
 * Applies rewrite rules to the tokens of a text.
 *
 * Each group of rules passes over the tokens once, from left to right: at each token the group's first rule that fits is
 * applied, and the pass goes on behind the match. Which rules may fit is looked up once for each token, for all groups
 * together; a group that may fit nowhere is passed over.
 */
import type { Token } from "../words/Segment.ts"
import type { Group, Output, Part, Rule } from "./RewriteRules.ts"

/** What may fit at a token. */
interface Candidates {
  /** For each group, the rules that may fit. */
  readonly rules: ReadonlyArray<ReadonlyArray<Rule> | undefined>
  /** For each group, the nearest one from it on that has such rules; the number of groups if none has. */
  readonly nearest: ReadonlyArray<number>
}

/** A rule and the number of its parts that the tokens so far account for. */
interface Begun {
  readonly rule: Rule
  readonly at: number
}

const isWhole = ({ at, rule }: Begun): boolean => at === rule.parts.length

/** What no token has the kind of. */
const another = ""

/** The rule after one more token of this kind, undefined if it does not fit; `ended`: there is no more token. */
const advanced = ({ at, rule }: Begun, kind: string, ended: boolean): Begun | undefined => {
  const { ends, parts } = rule
  for (let part = at; part < parts.length; part++) {
    const { kinds, optional } = parts[part] ?? nothing
    if (kinds.includes(kind)) return { rule, at: part + 1 }
    if (!optional) return undefined
  }
  return ends && !ended ? undefined : { rule, at: parts.length }
}

/** Of its optional parts, and of the first that is not. */
const wantedNext = ({ at, rule }: Begun): ReadonlyArray<string> => {
  const parts = rule.parts.slice(at)
  const needed = parts.findIndex(({ optional }) => !optional)
  return (needed < 0 ? parts : parts.slice(0, needed + 1)).flatMap(({ kinds }) => kinds)
}

const candidatesOf = (groups: ReadonlyArray<ReadonlyArray<Begun>>): Candidates => {
  const rules = groups.map((begun) =>
    begun.length > 0 ? begun.map(({ rule }) => rule) : undefined,
  )
  const nearest = rules.map(() => groups.length)
  for (let group = groups.length - 1; group >= 0; group--) {
    nearest[group] = rules[group] === undefined ? (nearest[group + 1] ?? groups.length) : group
  }
  return { rules, nearest }
}

/** The rules that some kinds of tokens in a row begin, and what they come to with one more token. */
class Prefix {
  readonly candidates: Candidates
  readonly isDecided: boolean
  readonly #groups: ReadonlyArray<ReadonlyArray<Begun>>
  /** Kinds that some rule wants next: of all others none makes a difference. */
  readonly #wanted: ReadonlySet<string>
  readonly #longer = new Map<string, Prefix>()
  #ended: Prefix | undefined

  constructor(groups: ReadonlyArray<ReadonlyArray<Begun>>) {
    const begun = groups.flat().filter((each) => !isWhole(each))
    this.#groups = groups
    this.candidates = candidatesOf(groups)
    this.isDecided = begun.length === 0
    this.#wanted = new Set(begun.flatMap(wantedNext))
  }

  #with(kind: string, ended: boolean): Prefix {
    return new Prefix(
      this.#groups.map((begun) =>
        begun.flatMap((each) => (isWhole(each) ? each : (advanced(each, kind, ended) ?? []))),
      ),
    )
  }

  followedBy(kind: string | undefined): Prefix {
    if (kind === undefined) return (this.#ended ??= this.#with(another, true))
    const next = this.#wanted.has(kind) ? kind : another
    const known = this.#longer.get(next)
    if (known !== undefined) return known
    const made = this.#with(next, false)
    this.#longer.set(next, made)
    return made
  }
}

const prefixes = (groups: ReadonlyArray<Group>): ReadonlyMap<string, Prefix> => {
  const firsts = new Map<string, Array<Array<Begun>>>()
  groups.forEach((group, index) => {
    for (const rule of group) {
      for (const kind of rule.parts[0]?.kinds ?? []) {
        const begun = firsts.get(kind) ?? groups.map(() => [])
        begun[index]?.push({ rule, at: 1 })
        firsts.set(kind, begun)
      }
    }
  })
  return new Map(Array.from(firsts, ([kind, begun]) => [kind, new Prefix(begun)]))
}

/** Index of the token for each part of the rule that was tried last, -1 where it is missing. */
const matched: Array<number> = []

/** Where the words end that the rule fits from `start` on, or -1; fills `matched`. */
const fit = (tokens: ReadonlyArray<Token>, start: number, { ends, opens, parts }: Rule): number => {
  if (opens && start !== 0) return -1
  let at = start
  for (let part = 0; part < parts.length; part++) {
    const { kinds, optional } = parts[part] ?? nothing
    const token = tokens[at]
    if (token !== undefined && kinds.includes(token.kind)) {
      matched[part] = at
      at++
    } else if (optional) matched[part] = -1
    else return -1
  }
  return ends && at !== tokens.length ? -1 : at
}

const nothing: Part = { kinds: [], optional: true }

const filled = ({ value }: Output, tokens: ReadonlyArray<Token>): string => {
  let text = ""
  for (const piece of value) {
    if (typeof piece === "string") text += piece
    else {
      const at = matched[piece] ?? -1
      if (at >= 0) text += tokens[at]?.value ?? ""
    }
  }
  return text
}

const firstFitting = (
  tokens: ReadonlyArray<Token>,
  start: number,
  rules: ReadonlyArray<Rule>,
): { readonly rule: Rule; readonly end: number } | undefined => {
  for (const rule of rules) {
    const end = fit(tokens, start, rule)
    if (end >= 0) return { rule, end }
  }
  return undefined
}

type Fitting = ReadonlyArray<Candidates | undefined>

const runGroup = (
  tokens: ReadonlyArray<Token>,
  candidates: Fitting,
  group: number,
): ReadonlyArray<Token> => {
  let next: Array<Token> | undefined
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]
    if (token === undefined) break
    const rules = candidates[at]?.rules[group]
    const fitting = rules === undefined ? undefined : firstFitting(tokens, at, rules)
    if (fitting === undefined) {
      next?.push(token)
      at++
      continue
    }
    next ??= tokens.slice(0, at)
    const last = tokens[fitting.end - 1] ?? token
    for (const output of fitting.rule.outputs) {
      next.push({
        kind: output.kind,
        value: filled(output, tokens),
        start: token.start,
        end: last.end,
        sense: token.sense,
      })
    }
    at = fitting.end
  }
  return next ?? tokens
}

const nearestGroup = (candidates: Fitting, from: number, none: number): number => {
  let nearest = none
  for (const each of candidates) {
    if (each !== undefined) nearest = Math.min(nearest, each.nearest[from] ?? none)
  }
  return nearest
}

/** Tokens in a row that tell which rules may fit: few rules begin with the same three. */
const lookedAt = 3

export type Rewrite = (tokens: ReadonlyArray<Token>) => ReadonlyArray<Token>

export const rewriteBy = (groups: ReadonlyArray<Group>): Rewrite => {
  const firsts = prefixes(groups)
  const candidatesAt = (tokens: ReadonlyArray<Token>, at: number): Candidates | undefined => {
    let prefix = firsts.get(tokens[at]?.kind ?? another)
    for (let to = at + 1; to < at + lookedAt && prefix?.isDecided === false; to++) {
      prefix = prefix.followedBy(tokens[to]?.kind)
    }
    return prefix?.candidates
  }
  const candidatesIn = (tokens: ReadonlyArray<Token>): Fitting =>
    tokens.map((_, at) => candidatesAt(tokens, at))
  return (tokens) => {
    let current = tokens
    let candidates = candidatesIn(current)
    let group = nearestGroup(candidates, 0, groups.length)
    while (group < groups.length) {
      const next = runGroup(current, candidates, group)
      if (next !== current) candidates = candidatesIn(next)
      current = next
      group = nearestGroup(candidates, group + 1, groups.length)
    }
    return current
  }
}
