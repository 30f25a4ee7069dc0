/**
 * Makes the check of one package. A value that breaks no rule costs a look at each of its fields and changes nothing;
 * options are checked once, where they come in.
 */
import { OptionError } from "./OptionError.ts"
import { joined, type Rule } from "./Rules.ts"

/** `at`: how the value is called in the error, where it is not the options themselves. */
type Check = (name: string, rule: Rule, given: unknown, at?: string) => void

/** @throws OptionError from the check that it returns */
export const checksOf =
  (owner: string): Check =>
  (name, rule, given, at = "") => {
    const broken = rule(given)
    if (broken === undefined) return
    const field = joined(at, broken.field) || "options"
    throw new OptionError({ package: owner, function: name }, field, broken.rule)
  }
