/** JSON that cannot close a block: product and order texts are data, never markup. Pure. */
export const jsonLine = (value: unknown): string => {
  const text = JSON.stringify(value)
  // JSON escapes half a surrogate pair; a call for each value is for those that may have one.
  const whole = /\\ud[89a-f]/.test(text) ? JSON.stringify(value, wellFormed) : text
  return whole.replaceAll("<", "\\u003c")
}

const wellFormed = (_key: string, each: unknown) =>
  typeof each === "string" ? each.toWellFormed() : each
