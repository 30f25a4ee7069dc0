/**
 * The error for an option that is unknown, of another kind, or out of range. It never holds what was given where that may
 * be a secret: only numbers, `true`, `false` and names of options are repeated.
 */
export class OptionError extends RangeError {
  override readonly name = "OptionError"
  readonly _tag = "OptionError"
  /** Of the package, with its scope. */
  readonly package: string
  /** The function or class that was given the options. */
  readonly function: string
  /** For example `batch.count` or `rungs[2].need`. */
  readonly field: string
  /** What is expected and what came, for example `must be a number above 0, not a number in quotes`. */
  readonly rule: string

  constructor(
    place: { readonly package: string; readonly function: string },
    field: string,
    rule: string,
  ) {
    super(`${place.package} ${place.function}: ${field} ${rule}`)
    this.package = place.package
    this.function = place.function
    this.field = field
    this.rule = rule
  }
}
