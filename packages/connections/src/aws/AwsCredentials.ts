/**
 * The credentials provider shared by all AWS clients of this package: the SDK's default chain, held in memory and
 * renewed in the background before expiry.
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

type AwsIdentityProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<AwsIdentity>

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

/** Loaded when it is first asked: who never signs anything needs no part of the SDK. */
const defaultChain = (): AwsIdentityProvider => {
  let chain: Promise<AwsIdentityProvider> | undefined
  return async (options) => {
    chain ??= import("@aws-sdk/credential-provider-node").then(({ defaultProvider }) =>
      defaultProvider(),
    )
    return (await chain)(options)
  }
}

export const AwsCredentials = Context.Reference<AwsIdentityProvider>(
  "@manga-assist/connections/AwsCredentials",
  { defaultValue: () => sharedCredentials(defaultChain()) },
)
