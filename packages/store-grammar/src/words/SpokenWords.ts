import { spokenPolicies } from "./SpokenPolicies.ts"
import { spokenWishes } from "./SpokenWishes.ts"

/**
 * How the forms' own sentences say what a slot holds: `KIND=value: English; Japanese`, either may be missing.
 *
 * They are words of the grammar too, the last ones: what they spell like an earlier list is still that list's. What
 * is not listed here is said with the first wording of the other lists.
 */
export const spokenWords: string = `${spokenPolicies.trim()}
${spokenWishes.trim()}`
