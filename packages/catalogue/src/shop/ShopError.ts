/** What is wrong with a shop's folder: the file, the field in it (a path, or a line) and the rule that it breaks. */
import { Data } from "effect"

export class ShopError extends Data.TaggedError("ShopError")<{
  /** Below the shop's folder. */
  readonly file: string
  readonly field: string
  readonly rule: string
}> {
  override get message(): string {
    return `${this.file}: ${this.field === "" ? "" : `${this.field} `}${this.rule}`
  }
}
