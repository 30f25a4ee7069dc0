/** Values by a hash, which several may have. A million of them take a fraction of the time and memory of a `Map` of lists. */
const smallest = 2 ** 10

const twice = (numbers: Int32Array): Int32Array<ArrayBuffer> => {
  const more = new Int32Array(2 * numbers.length)
  more.set(numbers)
  return more
}

const none: ReadonlyArray<never> = []

export class ByHash<A> {
  /** From number 1 on. */
  readonly #values: Array<A | undefined> = [undefined]
  #hashes = new Int32Array(smallest)
  /** For the last bits of a hash the number of a value, and for each value the next one's; 0 where there is none. */
  #first = new Int32Array(smallest)
  #next = new Int32Array(smallest)
  /** Numbers of what is gone. */
  readonly #free: Array<number> = []

  add(hash: number, value: A): void {
    const number = this.#free.pop() ?? this.#values.length
    if (number >= this.#hashes.length) this.#grow()
    this.#values[number] = value
    this.#hashes[number] = hash
    this.#chain(number)
  }

  at(hash: number): ReadonlyArray<A> {
    let found: Array<A> | undefined
    let number = this.#first[this.#placeOf(hash)] ?? 0
    for (; number !== 0; number = this.#next[number] ?? 0) {
      const value = this.#hashes[number] === hash ? this.#values[number] : undefined
      if (value === undefined) continue
      if (found === undefined) found = [value]
      else found.push(value)
    }
    return found ?? none
  }

  delete(hash: number, isGone: (value: A) => boolean): void {
    const place = this.#placeOf(hash)
    let before = 0
    let number = this.#first[place] ?? 0
    while (number !== 0) {
      const next = this.#next[number] ?? 0
      const value = this.#hashes[number] === hash ? this.#values[number] : undefined
      if (value === undefined || !isGone(value)) before = number
      else {
        if (before === 0) this.#first[place] = next
        else this.#next[before] = next
        this.#values[number] = undefined
        this.#free.push(number)
      }
      number = next
    }
  }

  #placeOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#first.length - 1)
  }

  #chain(number: number): void {
    const place = this.#placeOf(this.#hashes[number] ?? 0)
    this.#next[number] = this.#first[place] ?? 0
    this.#first[place] = number
  }

  #grow(): void {
    this.#hashes = twice(this.#hashes)
    this.#next = new Int32Array(this.#hashes.length)
    this.#first = new Int32Array(this.#hashes.length)
    for (let number = 1; number < this.#values.length; number += 1) {
      if (this.#values[number] !== undefined) this.#chain(number)
    }
  }
}
