/** Short sequences of numbers, each kept once and known by a number of its own: 0, 1, 2, … as they come. */
export class Sequences {
  size = 0
  readonly #items = new Numbers()
  /** Where each begins, and at last where all end. */
  readonly #starts = new Numbers()
  /** 1 + a sequence, in the first free place from its hash on; 0 is free. */
  #slots = new Int32Array(2 ** 16)

  constructor() {
    this.#starts.push(0)
  }

  start(sequence: number): number {
    return this.#starts.at(sequence)
  }

  item(at: number): number {
    return this.#items.at(at)
  }

  #isAt(sequence: number, items: ReadonlyArray<number>): boolean {
    const start = this.start(sequence)
    if (this.start(sequence + 1) - start !== items.length) return false
    for (let at = 0; at < items.length; at++) if (items[at] !== this.item(start + at)) return false
    return true
  }

  /** The number of a sequence. */
  of(items: ReadonlyArray<number>): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(items, 0, items.length) & mask
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const known = (this.#slots[slot] ?? 0) - 1
      if (this.#isAt(known, items)) return known
    }
    for (const item of items) this.#items.push(item)
    this.#starts.push(this.#items.length)
    this.#slots[slot] = ++this.size
    if (2 * this.size > this.#slots.length) this.#grow()
    return this.size - 1
  }

  #grow(): void {
    const slots = new Int32Array(4 * this.#slots.length)
    const mask = slots.length - 1
    for (let sequence = 0; sequence < this.size; sequence++) {
      let slot = hashOf(this.#items.list, this.start(sequence), this.start(sequence + 1)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = sequence + 1
    }
    this.#slots = slots
  }
}

const hashOf = (items: ArrayLike<number>, start: number, end: number): number => {
  let hash = 0
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (items[at] ?? 0), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

/** A growing list of numbers outside the heap. */
export class Numbers {
  length = 0
  /** With room behind them. */
  list = new Int32Array(1_024)

  push(number: number): void {
    if (this.length === this.list.length) {
      const longer = new Int32Array(2 * this.length)
      longer.set(this.list)
      this.list = longer
    }
    this.list[this.length++] = number
  }

  at(index: number): number {
    return this.list[index] ?? 0
  }

  all(): Int32Array {
    return this.list.slice(0, this.length)
  }
}
