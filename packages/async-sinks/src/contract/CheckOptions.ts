/** Checks options of this package's functions. */
import { checksOf } from "@manga-assist/options"

export const packageName = "@manga-assist/async-sinks"

/** @throws OptionError */
export const check = checksOf(packageName)
