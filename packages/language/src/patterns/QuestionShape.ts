/**
 * Matches a question to its shape, a pattern such as "price: BOOK PRICE|COST+ FORMAT? @ask*". The shape's name and the
 * question's values are its canonical form, which is the same for all wordings of one question.
 *
 * A shape is a set of token kinds in any order: `A` once, `A?` at most once, `A+` at least once, `A*` any number;
 * `A|B` either; `A=x` with that value alone; `-A` may stand there but is left out of the form; `@ask` is a named list
 * of kinds. A question has the first shape that accounts for each of its words; without one it has no form.
 */
import type { Token } from "../words/Segment.ts"

interface Item {
  readonly untold: boolean
  readonly kinds: ReadonlySet<string>
  /** One of its kinds is one with a value. */
  readonly valued: boolean
  readonly least: number
  readonly most: number
}

interface Shape {
  readonly name: string
  /** Kinds, or kinds with a value, that the form does not tell. */
  readonly untold: ReadonlySet<string>
  readonly items: ReadonlyArray<Item>
}

const none: ReadonlySet<string> = new Set()

const macros = (lines: ReadonlyArray<string>): ReadonlyMap<string, string> =>
  new Map(
    lines
      .filter((line) => line.startsWith("@"))
      .map((line) => {
        const at = line.indexOf("=")
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const
      }),
  )

const itemOf = (word: string, known: ReadonlyMap<string, string>): Item => {
  const mark = /[?+*]$/u.exec(word)?.[0]
  const untold = word.startsWith("-")
  const bare = word.slice(untold ? 1 : 0, mark === undefined ? undefined : -1)
  const kinds = new Set<string>()
  for (const kind of bare.split("|")) {
    const list = kind.startsWith("@") ? known.get(kind) : kind
    if (list === undefined) throw new Error(`${kind} is not defined before the shapes that use it`)
    for (const each of list.split("|")) kinds.add(each)
  }
  return {
    untold,
    kinds,
    valued: bare.includes("="),
    least: mark === "?" || mark === "*" ? 0 : 1,
    most: mark === "+" || mark === "*" ? Number.POSITIVE_INFINITY : 1,
  }
}

/** `source`: one shape a line, `@name = A|B` names a list. Throws on a name that is not defined. */
const shapesOf = (source: string): ReadonlyArray<Shape> => {
  const lines = source
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
  const known = macros(lines)
  /** The same for each word of the same letters: most shapes end in the same long list. */
  const itemsByWord = new Map<string, Item>()
  const itemNamed = (word: string): Item => {
    const item = itemsByWord.get(word) ?? itemOf(word, known)
    itemsByWord.set(word, item)
    return item
  }
  return lines
    .filter((line) => !line.startsWith("@"))
    .map((line) => {
      const at = line.indexOf(":")
      if (at < 1) throw new Error(`"${line}" is no shape: it needs a name and ":"`)
      const words = line
        .slice(at + 1)
        .split(/\s+/u)
        .filter(Boolean)
      // A word goes to the first part with room, so the ones that need it come first.
      const items = words
        .map(itemNamed)
        .toSorted((left, right) => right.least - left.least || left.most - right.most)
      const untold = items.filter((item) => item.untold).flatMap((item) => Array.from(item.kinds))
      return {
        name: line.slice(0, at).trim(),
        items,
        untold: untold.length === 0 ? none : new Set(untold),
      }
    })
}

const fits = (tokens: ReadonlyArray<Token>, { items }: Shape, counts: Uint16Array): boolean => {
  counts.fill(0, 0, items.length)
  for (const { kind, value } of tokens) {
    let taken = false
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      if (item === undefined || (counts[index] ?? 0) >= item.most) continue
      if (!item.kinds.has(kind) && !(item.valued && item.kinds.has(`${kind}=${value}`))) continue
      counts[index] = (counts[index] ?? 0) + 1
      taken = true
      break
    }
    if (!taken) return false
  }
  for (let index = 0; index < items.length; index++) {
    if ((counts[index] ?? 0) < (items[index]?.least ?? 0)) return false
  }
  return true
}

const perWord = 32

/** For each kind one bit a shape. */
class ShapesByKind {
  readonly #bits = new Map<string, Uint32Array>()
  readonly #words: number

  constructor(shapes: number) {
    this.#words = Math.ceil(shapes / perWord)
  }

  add(kinds: Iterable<string>, shape: number): void {
    for (const each of kinds) {
      const kind = each.split("=", 1)[0] ?? each
      const bits = this.#bits.get(kind) ?? new Uint32Array(this.#words)
      const word = Math.floor(shape / perWord)
      bits[word] = (bits[word] ?? 0) | (1 << (shape % perWord))
      this.#bits.set(kind, bits)
    }
  }

  of(kind: string): Uint32Array | undefined {
    return this.#bits.get(kind)
  }
}

/** Of what must be said, that which the fewest kinds say. */
const rarestNeed = (items: ReadonlyArray<Item>): Item | undefined => {
  let rarest: Item | undefined
  for (const item of items) {
    if (item.least > 0 && item.kinds.size < (rarest?.kinds.size ?? Infinity)) rarest = item
  }
  return rarest
}

/** Finds the shape of a question among those that have room for each of its kinds and one that they need. */
export class Shapes {
  readonly #shapes: ReadonlyArray<Shape>
  readonly #withRoom: ShapesByKind
  readonly #needing: ShapesByKind
  readonly #candidates: Uint32Array
  readonly #needed: Uint32Array
  readonly #counts: Uint16Array

  /** The kinds that its shapes name. */
  readonly kinds: ReadonlySet<string>

  /** Throws on a shape in which nothing must be said. */
  constructor(source: string) {
    this.#shapes = shapesOf(source)
    this.kinds = new Set(
      this.#shapes.flatMap(({ items }) =>
        items.flatMap(({ kinds }) => Array.from(kinds, (kind) => kind.split("=", 1)[0] ?? kind)),
      ),
    )
    this.#withRoom = new ShapesByKind(this.#shapes.length)
    this.#needing = new ShapesByKind(this.#shapes.length)
    this.#candidates = new Uint32Array(Math.ceil(this.#shapes.length / perWord))
    this.#needed = new Uint32Array(this.#candidates.length)
    this.#counts = new Uint16Array(Math.max(1, ...this.#shapes.map(({ items }) => items.length)))
    for (const [index, { items, name }] of this.#shapes.entries()) {
      const need = rarestNeed(items)
      if (need === undefined) throw new Error(`"${name}" is no shape: nothing in it must be said`)
      this.#needing.add(need.kinds, index)
      for (const { kinds } of items) this.#withRoom.add(kinds, index)
    }
  }

  of(tokens: ReadonlyArray<Token>): Shape | undefined {
    if (tokens.length === 0) return undefined
    const candidates = this.#candidates.fill(0xffff_ffff)
    const needed = this.#needed.fill(0)
    for (const { kind } of tokens) {
      const withRoom = this.#withRoom.of(kind)
      if (withRoom === undefined) return undefined
      const needing = this.#needing.of(kind)
      for (let word = 0; word < candidates.length; word++) {
        candidates[word] = (candidates[word] ?? 0) & (withRoom[word] ?? 0)
        needed[word] = (needed[word] ?? 0) | (needing?.[word] ?? 0)
      }
    }
    for (let word = 0; word < candidates.length; word++) {
      let left = (candidates[word] ?? 0) & (needed[word] ?? 0)
      for (; left !== 0; left &= left - 1) {
        const lowest = perWord - 1 - Math.clz32(left & -left)
        const shape = this.#shapes[word * perWord + lowest]
        if (shape !== undefined && fits(tokens, shape, this.#counts)) return shape
      }
    }
    return undefined
  }
}
