/**
 * Checks the options that a function was given against one table of rules, and throws one kind of error, which names the
 * package, the field and the rule. It knows no option by itself and needs nothing.
 */
export { checksOf } from "./ChecksOf.ts"
export { distance, nearest } from "./Nearest.ts"
export { OptionError } from "./OptionError.ts"
export {
  anything,
  anyText,
  type Broken,
  either,
  flag,
  func,
  is,
  listOf,
  mapOf,
  methods,
  milliseconds,
  type Needed,
  needed,
  number,
  object,
  oneOf,
  type Rule,
  text,
  whole,
} from "./Rules.ts"
