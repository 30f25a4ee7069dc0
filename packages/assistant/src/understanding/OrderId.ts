/** An order number in any case, width and dash: `ma-01-0001`, `ＭＡ－０１－０００１`, `MA 01 0001`. */

const order = /(?<![a-z0-9])ma[\s\-‐‑‒–—−ー]{0,2}(\d{2})[\s\-‐‑‒–—−ー]{0,2}(\d{4})(?!\d)/iu

/** `MA-UU-NNNN`, from readable text. */
export const orderIdOf = (text: string): string | undefined => {
  const match = order.exec(text)
  return match === null ? undefined : `MA-${match[1]}-${match[2]}`
}
