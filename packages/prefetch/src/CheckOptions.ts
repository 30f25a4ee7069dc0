/** Checks options of this package's functions. */
import { checksOf } from "@manga-assist/options"

/** @throws OptionError */
export const check = checksOf("@manga-assist/prefetch")
