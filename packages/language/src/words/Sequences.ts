/**
 * Interns short sequences of numbers: each is stored once and gets the next number 0, 1, 2, … Also a growing list of
 * numbers. Both keep their data outside the JavaScript heap, where it can be freed at once.
 */
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

  /** Gives the memory back at once, not when it is collected; nothing is known any longer. */
  free(): void {
    this.#items.taken()
    this.#starts.taken()
    this.#slots.buffer.transfer(0)
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

const firstRoom = 1_024

/** A growing list of numbers outside the heap. */
export class Numbers {
  length = 0
  #list = new Int32Array(firstRoom)

  push(number: number): void {
    if (this.length === this.#list.length) {
      // The old one is given back at once, not when it is collected.
      this.#list = new Int32Array(this.#list.buffer.transfer(2 * this.#list.byteLength))
    }
    this.#list[this.length++] = number
  }

  /** Once, where it belongs in a list that is in order; most come in order. */
  include(number: number): void {
    let at = this.length
    while (at > 0 && this.at(at - 1) > number) at--
    if (at > 0 && this.at(at - 1) === number) return
    this.push(number)
    if (at === this.length - 1) return
    this.#list.copyWithin(at + 1, at, this.length - 1)
    this.#list[at] = number
  }

  at(index: number): number {
    return this.#list[index] ?? 0
  }

  /** All of them, which are no longer in the list. */
  taken(): Int32Array {
    const taken = this.#list.buffer.transfer(this.length * Int32Array.BYTES_PER_ELEMENT)
    this.length = 0
    this.#list = new Int32Array(firstRoom)
    return new Int32Array(taken)
  }
}
