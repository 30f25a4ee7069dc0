/**
 * The options of a deployment, read from the context (`-c name=value`) and validated before anything is built.
 *
 * Rules prevent choices that would fail only in production: API Gateway needs NAT gateways, as does an identity that is
 * verified with keys from the internet, and a public address needs an identity.
 */
import { readSettings, type Settings } from "./Settings.ts"
import { type Size, sizes } from "./Sizes.ts"

export interface Domain {
  readonly name: string
  readonly certificateArn: string
  /** Route 53 zone in which the name is made; without it the name is the operator's to make. */
  readonly hostedZoneId: string | undefined
}

export interface SignIn {
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userInfoEndpoint: string
  readonly clientId: string
  /** A secret of Secrets Manager; the load balancer reads it, tasks do not. */
  readonly clientSecretName: string
}

export interface Options {
  /** Part of every name, so that stages lie side by side in one account. */
  readonly stage: string
  readonly isProduction: boolean
  readonly size: Size
  /** Tag of the image in the repository. */
  readonly image: string
  readonly region: string
  readonly zones: number
  readonly nat: boolean
  readonly domain: Domain | undefined
  /** The load balancer signs customers in (`AUTH=alb`). */
  readonly signIn: SignIn | undefined
  readonly worker: "service" | "schedule"
  /** Off until index and catalogue are there: without them no task gets ready, and CloudFormation would roll back. */
  readonly serve: boolean
  /** Settings of the apps beside those that the stack knows itself. */
  readonly settings: Settings
  readonly guardrailId: string | undefined
  /** Secret of Secrets Manager with `SINK_HASH_KEY`, so that all tasks hash session ids alike. */
  readonly hashKeySecret: string | undefined
  /** Beside the layers of images the one bucket that tasks reach: catalogue files, at addresses that were signed. */
  readonly catalogueBucket: string | undefined
  /** Secret of Secrets Manager with `SESSION_KEY`, so that a session proven to one task is proven to all. */
  readonly sessionKeySecret: string | undefined
  /** Secret of Secrets Manager with `GATEWAY_SECRET`: an API Gateway takes WebSockets, too. */
  readonly gatewaySecret: string | undefined
  readonly alarmEmail: string | undefined
  readonly monthlyBudgetUsd: number
  /** Turns that are expected: alarms and the hour's budget follow from the tokens of their busy hour. */
  readonly turnsPerDay: number
  /** Endpoints of the EC2 and OpenSearch Serverless APIs, so that `/endpoints` also knows the endpoints' state. */
  readonly inspectEndpoints: boolean
}

export class OptionError extends Error {}

/** What `-c` may name, with the value taken without it. */
export const optionHelp: ReadonlyArray<readonly [name: string, byDefault: string, help: string]> = [
  [
    "stage",
    "staging",
    "part of every name; production alone is protected from deletion, and needs alarmEmail",
  ],
  ["size", "medium", `${Object.keys(sizes).join(", ")}: tasks, processors, memory, limits`],
  ["image", "unnamed", "tag of one build in the repository manga-assist; there is no unnamed one"],
  ["region", "ap-northeast-1", "where it is deployed; of the prices"],
  ["zones", "2", "availability zones, 2 or 3; a load balancer needs two"],
  ["nat", "by identity", "true or false: NAT gateways, one for each zone"],
  ["domain", "none", "public name; without it the load balancer is internal and speaks HTTP"],
  ["certificateArn", "none", "certificate of the domain"],
  ["hostedZoneId", "none", "Route 53 zone in which the domain is made"],
  ["settings", "{}", 'JSON object of the apps\' settings, such as {"AUTH":"jwt"}'],
  ["signIn", "none", "JSON object for AUTH=alb: issuer, its endpoints, client and secret"],
  ["worker", "service", "service: two tasks, one leads; schedule: a task every minute"],
  ["serve", "true", "false: no task runs, for the first deployment until there is a catalogue"],
  ["guardrailId", "none", "Bedrock guardrail of every chat call"],
  ["hashKeySecret", "none", "secret whose value is SINK_HASH_KEY; one more endpoint"],
  [
    "sessionKeySecret",
    "none",
    "secret whose value is SESSION_KEY: needed for visitors without a token; one more endpoint",
  ],
  [
    "gatewaySecret",
    "none",
    "secret whose value is GATEWAY_SECRET: a WebSocket API of API Gateway, too; NAT and one more endpoint",
  ],
  [
    "catalogueBucket",
    "none",
    "bucket of catalogue files, which the output ImportCatalogue imports",
  ],
  ["alarmEmail", "none", "who is told of alarms and of the budget"],
  ["monthlyBudgetUsd", "3000", "an alarm at 80 % and at a forecast of 100 %"],
  [
    "turnsPerDay",
    "20000",
    "turns that are expected: alarms at 2 and 5 times their tokens, no more than 10 times in an hour",
  ],
  [
    "inspectEndpoints",
    "false",
    "true: two more endpoints, so that the state of endpoints is known",
  ],
]

/** The value of a name; undefined without one. */
export type Context = (name: string) => unknown

const oneOf = <const W extends string>(name: string, given: string, words: ReadonlyArray<W>): W => {
  const found = words.find((word) => word === given)
  if (found !== undefined) return found
  throw new OptionError(`${name} must be one of ${words.join(", ")}, not ${JSON.stringify(given)}`)
}

const wholeNumber = (name: string, given: string, min: number, max: number): number => {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= min && value <= max) return value
  throw new OptionError(
    `${name} must be a whole number from ${min} to ${max}, not ${JSON.stringify(given)}`,
  )
}

const matching = (name: string, given: string, rule: RegExp, words: string): string => {
  if (rule.test(given)) return given
  throw new OptionError(`${name} must be ${words}, not ${JSON.stringify(given)}`)
}

const objectOf = (name: string, given: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(given)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below.
  }
  throw new OptionError(`${name} must be a JSON object`)
}

const signInOf = (given: string): SignIn => {
  const object = objectOf("signIn", given)
  const text = (name: string): string => {
    const value = object[name]
    if (typeof value === "string" && value !== "") return value
    throw new OptionError(`signIn must name ${name}`)
  }
  return {
    issuer: text("issuer"),
    authorizationEndpoint: text("authorizationEndpoint"),
    tokenEndpoint: text("tokenEndpoint"),
    userInfoEndpoint: text("userInfoEndpoint"),
    clientId: text("clientId"),
    clientSecretName: text("clientSecretName"),
  }
}

const isLoadBalancerSignIn = (settings: Settings): boolean => settings["AUTH"] === "alb"

/** Key sets and issuers on the internet, and the load balancer's own keys, are read over the internet. */
const needsWayOut = (settings: Settings): boolean =>
  isLoadBalancerSignIn(settings) ||
  Object.entries(settings).some(
    ([name, value]) => name.includes("JWKS") && value.startsWith("https://"),
  )

const domainOf = (read: (name: string) => string): Domain | undefined => {
  const name = read("domain")
  if (name === "") return undefined
  const certificateArn = matching(
    "certificateArn",
    read("certificateArn"),
    /^arn:aws[a-z-]*:acm:/,
    "the ARN of a certificate, because there is a domain",
  )
  return { name, certificateArn, hostedZoneId: read("hostedZoneId") || undefined }
}

export const readOptions = (context: Context): Options => {
  const read = (name: string): string => {
    const value = context(name)
    if (value === undefined || value === null) return ""
    return (typeof value === "string" ? value : JSON.stringify(value)).trim()
  }
  const or = (name: string, byDefault: string): string => read(name) || byDefault
  const stage = matching(
    "stage",
    or("stage", "staging"),
    /^[a-z][a-z0-9-]{0,14}$/,
    "at most 15 lower-case letters, digits and hyphens",
  )
  const alarmEmail = read("alarmEmail") || undefined
  const catalogueBucket = read("catalogueBucket") || undefined
  if (catalogueBucket !== undefined) {
    matching(
      "catalogueBucket",
      catalogueBucket,
      /^[a-z0-9][a-z0-9.-]{2,62}$/,
      "the name of a bucket",
    )
  }
  if (alarmEmail !== undefined) {
    matching("alarmEmail", alarmEmail, /^[^@\s]+@[^@\s]+$/, "an e-mail address")
  }
  if (stage === "production" && alarmEmail === undefined) {
    throw new OptionError(
      "production needs alarmEmail: without it nobody is told that customers wait or that costs run away",
    )
  }
  const settings = readSettings(objectOf("settings", or("settings", "{}")), OptionError)
  const natByIdentity = needsWayOut(settings)
  const gatewaySecret = read("gatewaySecret") || undefined
  const byDefault = String(natByIdentity || gatewaySecret !== undefined)
  const nat = oneOf("nat", or("nat", byDefault), ["true", "false"]) === "true"
  if (gatewaySecret !== undefined && !nat) {
    throw new OptionError("nat must not be false: API Gateway is answered over the internet")
  }
  if (natByIdentity && !nat) {
    throw new OptionError("nat must not be false: identity is checked against keys on the internet")
  }
  const signIn = read("signIn") === "" ? undefined : signInOf(read("signIn"))
  const domain = domainOf(read)
  if (isLoadBalancerSignIn(settings) && (signIn === undefined || domain === undefined)) {
    throw new OptionError("AUTH=alb needs signIn and domain: the load balancer signs in over HTTPS")
  }
  if (signIn !== undefined && !isLoadBalancerSignIn(settings)) {
    throw new OptionError('signIn needs settings {"AUTH":"alb"}: else nobody reads who signed in')
  }
  const auth = settings["AUTH"] ?? "off"
  if (domain !== undefined && auth === "off") {
    throw new OptionError(
      "a public domain needs an identity: with AUTH off anybody could name another customer",
    )
  }
  if (gatewaySecret !== undefined && (auth === "off" || auth === "alb")) {
    throw new OptionError(
      "gatewaySecret needs an identity that customers bring along, such as AUTH=jwt: the gateway is public",
    )
  }
  return {
    stage,
    isProduction: stage === "production",
    size: sizes[oneOf("size", or("size", "medium"), ["small", "medium", "large"])],
    image: matching(
      "image",
      or("image", "unnamed"),
      /^(?!latest$)\w[\w.-]{0,127}$/,
      "the tag of one build, which latest is not: tags of the repository cannot be moved",
    ),
    region: matching(
      "region",
      or("region", "ap-northeast-1"),
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      "the name of a region",
    ),
    zones: wholeNumber("zones", or("zones", "2"), 2, 3),
    nat,
    domain,
    signIn,
    worker: oneOf("worker", or("worker", "service"), ["service", "schedule"]),
    serve: oneOf("serve", or("serve", "true"), ["true", "false"]) === "true",
    settings,
    guardrailId: read("guardrailId") || undefined,
    hashKeySecret: read("hashKeySecret") || undefined,
    sessionKeySecret: read("sessionKeySecret") || undefined,
    gatewaySecret,
    catalogueBucket,
    alarmEmail,
    monthlyBudgetUsd: wholeNumber(
      "monthlyBudgetUsd",
      or("monthlyBudgetUsd", "3000"),
      1,
      10_000_000,
    ),
    // With fewer, the hour's budget would not hold the calls that each task reserves ahead.
    turnsPerDay: wholeNumber("turnsPerDay", or("turnsPerDay", "20000"), 1_000, 100_000_000),
    inspectEndpoints:
      oneOf("inspectEndpoints", or("inspectEndpoints", "false"), ["true", "false"]) === "true",
  }
}
