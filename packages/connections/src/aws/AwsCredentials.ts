/**
 * The credentials provider shared by all AWS clients of this package: the SDK's default chain (`SdkCredentials.ts`), or the
 * one that is given, held in memory and renewed in the background before expiry. This module imports nothing of the SDK,
 * so that a bundle which only talks to Redis needs none of it.
 *
 * A call waits only when no valid credentials are held. Another provider can replace it for every service;
 * `sharedCredentials(other)` renews that one in the same way.
 */
import { Context } from "effect"
import { RefreshedIdentity } from "./RefreshedIdentity.ts"

/** Of the shape of the SDK's own types, so that Redis alone needs no package of the SDK, not even for its types. */
interface AwsIdentity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly credentialScope?: string
  readonly expiration?: Date
}

export type AwsIdentityProvider = (options?: {
  readonly forceRefresh?: boolean
}) => Promise<AwsIdentity>

export interface SharedCredentials extends AwsIdentityProvider {
  /** The SDK's clients keep no copy of their own. */
  readonly memoized: true
  readonly identity: RefreshedIdentity<AwsIdentity>
}

/** Wraps a provider so that it is asked once, then ahead of each expiry; one already wrapped is kept. */
export const sharedCredentials = (source: AwsIdentityProvider): SharedCredentials => {
  if (isShared(source)) return source
  const identity = new RefreshedIdentity((forceRefresh) =>
    source(forceRefresh ? { forceRefresh } : {}),
  )
  const provider = async (options?: { readonly forceRefresh?: boolean }) => {
    const held = await identity.current()
    return options?.forceRefresh === true ? identity.renewed(held) : held
  }
  return Object.assign(provider, { memoized: true as const, identity })
}

const isShared = (provider: AwsIdentityProvider): provider is SharedCredentials =>
  "identity" in provider && provider.identity instanceof RefreshedIdentity

let otherwise: AwsIdentityProvider = () =>
  Promise.reject(
    new Error("there are no AWS credentials: provide AwsCredentials with sharedCredentials(yours)"),
  )

/** Who is asked where no provider is given. */
export const orElseAsk = (provider: AwsIdentityProvider): void => {
  otherwise = provider
}

export const AwsCredentials = Context.Reference<AwsIdentityProvider>(
  "@manga-assist/connections/AwsCredentials",
  { defaultValue: () => sharedCredentials((options) => otherwise(options)) },
)
