/**
 * Builds the environment of the apps: the shell's, with every AWS setting replaced by the emulators'.
 *
 * Nothing that could lead a call to a real account may remain: profiles, bearer tokens and session tokens win over keys
 * in the AWS SDK's provider chain, and a proxy would catch loopback calls.
 */

type Environment = Readonly<Record<string, string | undefined>>

const leadsElsewhere = [
  "AWS_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_ENDPOINT_URL",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "NODE_USE_ENV_PROXY",
]

const assignment = /^([A-Z][A-Z0-9_]*)=(.*)$/

/** One line of `local-aws`: `NAME=value`, or undefined for anything else. */
export const readAssignment = (line: string): readonly [string, string] | undefined => {
  const [, name, value] = assignment.exec(line) ?? []
  return name === undefined || value === undefined ? undefined : [name, value]
}

/** The shell's environment under the emulators'. Without a Redis the worker moves into the server. */
export const forApps = (
  shell: Environment,
  emulators: ReadonlyMap<string, string>,
): Record<string, string | undefined> => {
  const environment: Record<string, string | undefined> = { ...shell }
  for (const name of leadsElsewhere) delete environment[name]
  for (const [name, value] of emulators) environment[name] = value
  if (!hasRedis(environment)) environment.PRECOMPUTE = "in-process"
  return environment
}

/** What a replay's own servers have: the emulators, and nothing that the shell says of the stack's server. */
export const forReplays = (
  { HOME, PATH, TMPDIR }: Environment,
  emulators: ReadonlyMap<string, string>,
): Record<string, string | undefined> => ({ HOME, PATH, TMPDIR, ...Object.fromEntries(emulators) })

export const hasRedis = (environment: Environment): boolean =>
  environment.REDIS_URL !== undefined && environment.REDIS_URL !== ""
