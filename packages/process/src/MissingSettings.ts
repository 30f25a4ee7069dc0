/**
 * What a service cannot start without: all missing settings are named in one message, because found one by one, each would
 * cost an operator a deployment.
 */
import { existsSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"

type Environment = Readonly<Record<string, string | undefined>>

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ""

/** A region may stand in the profile; whether it does is the SDK's to find out. */
const hasProfile = (environment: Environment): boolean =>
  isSet(environment["AWS_PROFILE"]) ||
  existsSync(environment["AWS_CONFIG_FILE"] ?? join(homedir(), ".aws", "config"))

export interface RequiredSetting {
  readonly name: string
  readonly what: string
  /** Whether it can do without. */
  readonly otherwise?: (environment: Environment) => boolean
}

/** Without these no app can start. */
const requiredByAll: ReadonlyArray<RequiredSetting> = [
  {
    name: "AWS_REGION",
    what: "region of every client, such as ap-northeast-1",
    otherwise: hasProfile,
  },
  { name: "OPENSEARCH_URL", what: "address of the collection with the products" },
  { name: "OPENSEARCH_INDEX", what: "name of the product index" },
]

/** One message that names all that are missing; undefined when none is. `more`: what this app needs besides. */
export const missingSettings = (
  environment: Environment,
  more: ReadonlyArray<RequiredSetting> = [],
): string | undefined => {
  const missing = [...requiredByAll, ...more].filter(
    ({ name, otherwise }) => !isSet(environment[name]) && otherwise?.(environment) !== true,
  )
  if (missing.length === 0) return undefined
  const width = Math.max(...missing.map(({ name }) => name.length))
  const lines = missing.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`)
  const count = missing.length === 1 ? "a setting is" : `${missing.length} settings are`
  return `${count} missing\n${lines.join("\n")}\nAll settings: docs/operations.md. To try it without an AWS account: pnpm start`
}
