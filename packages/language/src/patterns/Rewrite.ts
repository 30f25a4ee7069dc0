/**
 * Applies a grammar's rewrite rules, which turn neighbouring tokens into one meaning: "VOLWORD NUM => VOLUME:$2".
 *
 * A pattern is a list of kinds; `A|B` is either, `A?` is optional; `^` anchors it at the beginning of the question, `$`
 * at its end. The right side replaces the matched tokens: kinds with a value each, `$2` being the value of the second
 * one; an empty right side deletes them. Rules stand in groups. Each group passes over the tokens once, from left to
 * right: at each token the group's first rule that fits is applied, and the pass goes on behind the match.
 * `withoutOutputs` drops the rules that produce any of the given kinds.
 */
import type { Token } from "../words/Segment.ts"

interface Part {
  readonly kinds: ReadonlyArray<string>
  readonly optional: boolean
}

interface Output {
  readonly kind: string
  /** What stands in its value as it is, and the indexes of parts whose values stand between. */
  readonly value: ReadonlyArray<string | number>
}

interface Rule {
  readonly parts: ReadonlyArray<Part>
  readonly opens: boolean
  readonly ends: boolean
  readonly outputs: ReadonlyArray<Output>
}

/** Rules with one kind in their first part. */
interface Candidates {
  readonly all: ReadonlyArray<Rule>
  /** Those that may fit before a word of this kind, and before a word of any other. */
  readonly before: ReadonlyMap<string, ReadonlyArray<Rule>>
  readonly beforeOthers: ReadonlyArray<Rule>
}

type Group = ReadonlyMap<string, Candidates>

export type Rewrites = ReadonlyArray<Group>

const partOf = (word: string): Part => {
  const optional = word.endsWith("?") && word !== "?"
  return { kinds: (optional ? word.slice(0, -1) : word).split("|"), optional }
}

const valueOfPart = /\$(\d)/u

const outputOf = (word: string): Output => {
  const at = word.indexOf(":")
  const pieces = at < 0 ? [] : word.slice(at + 1).split(valueOfPart)
  return {
    kind: at < 0 ? word : word.slice(0, at),
    value: pieces.map((piece, index) => (index % 2 === 0 ? piece : Number(piece) - 1)),
  }
}

const wordsOf = (side: string): ReadonlyArray<string> => side.split(/\s+/u).filter(Boolean)

const ruleOf = (line: string): Rule => {
  const sides = line.split("=>")
  const words = wordsOf(sides[0] ?? "")
  const opens = words[0] === "^"
  const ends = words.at(-1) === "$"
  const parts = words.slice(opens ? 1 : 0, ends ? -1 : undefined).map(partOf)
  if (sides.length !== 2 || parts[0] === undefined || parts[0].optional) {
    throw new Error(
      `"${line.trim()}" is no rewrite rule: it needs "=>" and a first part that is not optional`,
    )
  }
  return { parts, opens, ends, outputs: wordsOf(sides[1] ?? "").map(outputOf) }
}

/** `source`: one rule a line, groups separated by an empty line. Throws on a line that is no rule. */
export const rewritesOf = (source: string): Rewrites =>
  source
    .trim()
    .split(/\n\s*\n/u)
    .filter((lines) => lines !== "")
    .map((lines) => {
      const group = new Map<string, Array<Rule>>()
      for (const line of lines.split("\n")) {
        const rule = ruleOf(line)
        for (const kind of rule.parts[0]?.kinds ?? []) {
          const rules = group.get(kind) ?? []
          rules.push(rule)
          group.set(kind, rules)
        }
      }
      return new Map(Array.from(group, ([kind, rules]) => [kind, candidatesOf(rules)]))
    })

const candidatesOf = (all: ReadonlyArray<Rule>): Candidates => {
  const seconds = new Set(all.flatMap(({ parts }) => parts[1]?.kinds ?? []))
  const fitting = (second: string | undefined) =>
    all.filter(({ parts: [, part] }) => {
      if (part === undefined || part.optional) return true
      return second !== undefined && part.kinds.includes(second)
    })
  return {
    all,
    before: new Map(Array.from(seconds, (second) => [second, fitting(second)])),
    beforeOthers: fitting(undefined),
  }
}

/** The same rules but for those that put a word of one of `kinds` in the place of others. */
export const withoutOutputs = (rewrites: Rewrites, kinds: ReadonlySet<string>): Rewrites =>
  rewrites.map(
    (group) =>
      new Map(
        Array.from(group, ([kind, { all }]) => [
          kind,
          candidatesOf(
            all.filter(({ outputs }) => !outputs.some((output) => kinds.has(output.kind))),
          ),
        ]),
      ),
  )

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
  { before, beforeOthers }: Candidates,
): { readonly rule: Rule; readonly end: number } | undefined => {
  const second = tokens[start + 1]
  const rules = second === undefined ? beforeOthers : (before.get(second.kind) ?? beforeOthers)
  for (const rule of rules) {
    const end = fit(tokens, start, rule)
    if (end >= 0) return { rule, end }
  }
  return undefined
}

const runGroup = (tokens: ReadonlyArray<Token>, group: Group): ReadonlyArray<Token> => {
  let next: Array<Token> | undefined
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]
    if (token === undefined) break
    const candidates = group.get(token.kind)
    const fitting = candidates === undefined ? undefined : firstFitting(tokens, at, candidates)
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

export const rewrite = (tokens: ReadonlyArray<Token>, rewrites: Rewrites): ReadonlyArray<Token> => {
  let current = tokens
  for (const group of rewrites) current = runGroup(current, group)
  return current
}
