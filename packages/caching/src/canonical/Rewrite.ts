/**
 * Rules that turn neighbouring words into one meaning: "VOLWORD NUM => VOLUME:$2".
 *
 * A pattern is a list of kinds; `A|B` is either, `A?` may be missing; `^` before it: only where the
 * question begins, `$` after it: only where it ends. What stands right of the arrow
 * replaces the words: kinds with a value each, `$2` the value of the second part; nothing deletes
 * them. Rules run in groups, each group once from left to right, its first fitting rule winning.
 */
import type { Token } from "./Segment.ts"

interface Part {
  readonly kinds: ReadonlyArray<string>
  readonly optional: boolean
}

interface Output {
  readonly kind: string
  readonly value: string
}

interface Rule {
  readonly parts: ReadonlyArray<Part>
  readonly opens: boolean
  readonly ends: boolean
  readonly outputs: ReadonlyArray<Output>
}

type Group = ReadonlyMap<string, ReadonlyArray<Rule>>

export type Rewrites = ReadonlyArray<Group>

const partOf = (word: string): Part => {
  const optional = word.endsWith("?") && word !== "?"
  return { kinds: (optional ? word.slice(0, -1) : word).split("|"), optional }
}

const outputOf = (word: string): Output => {
  const at = word.indexOf(":")
  return at < 0 ? { kind: word, value: "" } : { kind: word.slice(0, at), value: word.slice(at + 1) }
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
      return group
    })

/** Index of the token for each part, -1 where it is missing; `undefined` when the rule does not fit. */
const fit = (
  tokens: ReadonlyArray<Token>,
  start: number,
  { ends, opens, parts }: Rule,
): { readonly matched: ReadonlyArray<number>; readonly end: number } | undefined => {
  if (opens && start !== 0) return undefined
  const matched: Array<number> = []
  let at = start
  for (const part of parts) {
    const token = tokens[at]
    if (token !== undefined && part.kinds.includes(token.kind)) {
      matched.push(at)
      at++
    } else if (part.optional) matched.push(-1)
    else return undefined
  }
  return ends && at !== tokens.length ? undefined : { matched, end: at }
}

const filled = (
  template: string,
  tokens: ReadonlyArray<Token>,
  matched: ReadonlyArray<number>,
): string =>
  template.includes("$")
    ? template.replace(
        /\$(\d)/gu,
        (_, part: string) => tokens[matched[Number(part) - 1] ?? -1]?.value ?? "",
      )
    : template

export const rewrite = (tokens: ReadonlyArray<Token>, rewrites: Rewrites): ReadonlyArray<Token> => {
  let current = tokens
  for (const group of rewrites) {
    const next: Array<Token> = []
    let changed = false
    for (let at = 0; at < current.length;) {
      const token = current[at]
      if (token === undefined) break
      let end = at
      for (const rule of group.get(token.kind) ?? []) {
        const fitting = fit(current, at, rule)
        if (fitting === undefined) continue
        end = fitting.end
        const last = current[end - 1] ?? token
        for (const { kind, value } of rule.outputs) {
          next.push({
            kind,
            value: filled(value, current, fitting.matched),
            start: token.start,
            end: last.end,
            sense: token.sense,
          })
        }
        break
      }
      if (end === at) {
        next.push(token)
        end = at + 1
      } else changed = true
      at = end
    }
    if (changed) current = next
  }
  return current
}
