/** How this package checks what it is given. */
import { checksOf, is } from "@manga-assist/options"

export const check = checksOf("@manga-assist/client")

export const characters = (least: number, most: number) =>
  is(
    `a text of ${least} to ${most} characters`,
    (value) => typeof value === "string" && value.length >= least && [...value].length <= most,
  )
