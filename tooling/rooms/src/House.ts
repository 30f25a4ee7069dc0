/**
 * Checks all architecture rules on given sources: imports between a package's rooms (its folders) only in the planned
 * direction, no circular imports, limits of size. Returns one line for each broken rule. Reads no files.
 */
import { circlesOf } from "./Circles.ts"
import { limitProblems } from "./Limits.ts"
import { orderProblems } from "./Order.ts"
import type { Plan } from "./Plan.ts"
import { packageOf, type Source } from "./Sources.ts"

/** One line for each broken rule; empty when the house is in order. */
export const houseProblems = (
  sources: ReadonlyArray<Source>,
  plan: Plan,
): ReadonlyArray<string> => {
  const packages = Map.groupBy(sources, ({ path }) => packageOf(path))
  return [
    ...[...packages].flatMap(([name, files]) =>
      orderProblems(name, files, plan.packages[name] ?? []),
    ),
    ...Object.keys(plan.packages)
      .filter((name) => !packages.has(name))
      .map((name) => `${name}: rooms.json names it, and it has no sources`),
    ...circlesOf(sources).map((files) => `a circle of imports: ${files.join(", ")}`),
    ...limitProblems(sources, plan),
  ]
}
