/** A word inside quotation marks, among others, is part of a title that the store may not have. */
const quotes = /[「『“"《【]([^「」『』“”"《》【】]{1,80})[」』”"》】]/gu

export const isQuoted = (text: string, start: number, end: number): boolean =>
  [...text.matchAll(quotes)].some(({ 0: whole, index }) => {
    const inside = index < start && end < index + whole.length
    return inside && end - start < whole.length - 2
  })
