/** Lists of numbers outside the JavaScript heap, where they can be freed at once, not when they are collected. */
export type Numbers = Int32Array<ArrayBuffer>

/** Twice as long, in place of the old one. */
export const grown = ({ buffer, byteLength }: Numbers): Numbers =>
  new Int32Array(buffer.transfer(2 * byteLength))

export const freed = (lists: Iterable<Numbers>): void => {
  for (const list of lists) list.buffer.transfer(0)
}
