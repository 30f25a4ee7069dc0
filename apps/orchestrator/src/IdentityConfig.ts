/**
 * Chooses the identity layer by `AUTH` (`off`, `jwt` or `alb`). The start fails if a setting of the chosen mode is
 * missing, or if `AUTH` is not set although other machines can connect.
 */
import { oneWord, type RequiredSetting, wrongValue } from "@manga-assist/process"
import { Config, ConfigProvider, Effect, Layer } from "effect"
import { isLoopback } from "./transport/BrowserRules.ts"
import { ServerSettings } from "./ServerSettings.ts"
import { layerAlb } from "./identity/AlbIdentity.ts"
import { Identity } from "./identity/Identity.ts"
import { layerJwt } from "./identity/JwtIdentity.ts"
import { parseKeys } from "./identity/KeySet.ts"
import { isAddress, KeysUnavailable, readKeys } from "./identity/KeySource.ts"

const failed = (message: string) =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message }))

const text = (name: string) => Config.String(name).pipe(Config.withDefault(""))

const what = {
  AUTH_JWKS: "the file or address of the issuer's key set",
  AUTH_ISSUER: "who signs the tokens (`iss`)",
  AUTH_AUDIENCE: "whom the tokens are for (`aud`)",
  AUTH_ALB_ARN: "the ARN of the load balancer that signs",
}
type Needed = keyof typeof what
const neededBy: Readonly<Record<string, ReadonlyArray<Needed>>> = {
  jwt: ["AUTH_JWKS", "AUTH_ISSUER", "AUTH_AUDIENCE"],
  alb: ["AUTH_ALB_ARN"],
}

/** What cannot be left out with this `HOST` and `AUTH`, so that all that is missing can be told at once. */
export const identitySettings = ({
  AUTH = "",
  HOST = "",
}: Readonly<Record<string, string | undefined>>): ReadonlyArray<RequiredSetting> =>
  AUTH === "" && HOST !== "" && !isLoopback(HOST)
    ? [
        {
          name: "AUTH",
          what: `jwt or alb, as HOST ${HOST} can be reached from other machines; off believes every visitor's ?user=`,
        },
      ]
    : (neededBy[AUTH] ?? []).map((name) => ({ name, what: what[name] }))

const needed = Effect.fnUntraced(function* (name: Needed, mode: string) {
  const value = yield* text(name)
  if (value !== "") return value
  return yield* Effect.fail(failed(`${name} must be set where AUTH is ${mode}: ${what[name]}`))
})

/** Keys that travel in clear could be anybody's. */
const isSafeAddress = (place: string): boolean => {
  if (!URL.canParse(place)) return false
  const { protocol, hostname } = new URL(place)
  return protocol === "https:" || isLoopback(hostname)
}

const keyPlace = Effect.fnUntraced(function* (place: string) {
  if (isAddress(place) ? isSafeAddress(place) : true) return place.replace(/^file:\/\//, "")
  return yield* Effect.fail(wrongValue("AUTH_JWKS", "must be a file or an https address", place))
})

const jwt = Effect.fnUntraced(function* (anonymous: boolean) {
  const keys = yield* keyPlace(yield* needed("AUTH_JWKS", "jwt"))
  // A file that is not there stays away; an address may come back.
  if (!isAddress(keys)) {
    yield* readKeys(keys).pipe(
      Effect.flatMap(parseKeys),
      Effect.filterOrFail(
        ({ jwks }) => jwks().keys.length > 0,
        () => new KeysUnavailable({ message: "no key is in it" }),
      ),
      Effect.mapError(({ message }) => failed(`AUTH_JWKS ${keys}: ${message}`)),
    )
  }
  return layerJwt({
    issuer: yield* needed("AUTH_ISSUER", "jwt"),
    audience: yield* needed("AUTH_AUDIENCE", "jwt"),
    keys,
    anonymous,
  })
})

const alb = Effect.fnUntraced(function* (anonymous: boolean) {
  const signer = yield* needed("AUTH_ALB_ARN", "alb")
  const region = signer.split(":")[3] ?? ""
  if (!/^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\//.test(signer)) {
    return yield* Effect.fail(wrongValue("AUTH_ALB_ARN", "must be a load balancer's ARN", signer))
  }
  const named = yield* keyPlace(yield* text("AUTH_JWKS"))
  const issuer = yield* text("AUTH_ISSUER")
  return layerAlb({
    signer,
    keys: named === "" ? `https://public-keys.auth.elb.${region}.amazonaws.com` : named,
    issuer: issuer === "" ? undefined : issuer,
    anonymous,
  })
})

export const layerIdentity: Layer.Layer<Identity, Config.ConfigError, ServerSettings> =
  Layer.unwrap(
    Effect.gen(function* () {
      const {
        customers: { host },
      } = yield* ServerSettings
      const said = yield* text("AUTH")
      const mode = yield* oneWord("AUTH", ["off", "jwt", "alb"])
      const anonymous = (yield* oneWord("AUTH_ANONYMOUS", ["on", "off"])) === "on"
      if (said === "" && !isLoopback(host)) {
        return yield* Effect.fail(
          failed(
            `HOST ${host} can be reached from other machines and AUTH is not set: set AUTH=jwt or AUTH=alb, or AUTH=off to believe every visitor's ?user=`,
          ),
        )
      }
      if (mode === "off") return Identity.layerOff
      if ((yield* text("SESSION_KEY")) === "") {
        yield* Effect.logWarning(
          "SESSION_KEY is not set: anonymous visitors lose their sessions at a restart and on another instance",
        )
      }
      return mode === "jwt" ? yield* jwt(anonymous) : yield* alb(anonymous)
    }),
  )
