/** Short sequences of numbers, each kept once and known by a number of its own: 0, 1, 2, … as they come. */
export class Sequences {
  size = 0
  readonly #items = new Numbers()
  /** Where each begins, and at last where the next one will. */
  readonly #starts = new Numbers()
  /** 1 + a sequence, in the first free slot from its hash on; 0 is free. */
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

  /** One more item of the next sequence. */
  push(item: number): void {
    this.#items.push(item)
  }

  /** Ends the sequence that was pushed: its number. */
  end(): number {
    const start = this.start(this.size)
    const mask = this.#slots.length - 1
    let slot = this.#hash(this.size, this.#items.length) & mask
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const known = (this.#slots[slot] ?? 0) - 1
      if (!this.#isPushed(known, start)) continue
      this.#items.length = start
      return known
    }
    this.#starts.push(this.#items.length)
    this.#slots[slot] = ++this.size
    if (4 * this.size > 3 * this.#slots.length) this.#grow()
    return this.size - 1
  }

  #isPushed(sequence: number, pushed: number): boolean {
    const { length } = this.#items
    let at = this.start(sequence)
    if (this.start(sequence + 1) - at !== length - pushed) return false
    for (let other = pushed; other < length; other++, at++) {
      if (this.item(at) !== this.item(other)) return false
    }
    return true
  }

  #hash(sequence: number, end: number): number {
    let hash = 0
    for (let at = this.start(sequence); at < end; at++) {
      hash = Math.imul(hash ^ this.item(at), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    for (let sequence = 0; sequence < this.size; sequence++) {
      let slot = this.#hash(sequence, this.start(sequence + 1)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = sequence + 1
    }
    this.#slots = slots
  }
}

/** A growing list of numbers outside the heap. */
export class Numbers {
  length = 0
  #list = new Int32Array(1_024)

  push(number: number): void {
    if (this.length === this.#list.length) {
      const longer = new Int32Array(2 * this.length)
      longer.set(this.#list)
      this.#list = longer
    }
    this.#list[this.length++] = number
  }

  at(index: number): number {
    return this.#list[index] ?? 0
  }

  all(): Int32Array {
    return this.#list.slice(0, this.length)
  }
}
