/**
 * The AWS SDK's default chain of credentials, for everything that is given no other: whoever imports this module has the
 * SDK. It is loaded when it is first asked, so that who never signs anything loads no part of it.
 */
import { type AwsIdentityProvider, orElseAsk } from "./AwsCredentials.ts"

let chain: Promise<AwsIdentityProvider> | undefined

orElseAsk(async (options) => {
  chain ??= import("@aws-sdk/credential-provider-node").then(({ defaultProvider }) =>
    defaultProvider(),
  )
  return (await chain)(options)
})

export { AwsCredentials, sharedCredentials } from "./AwsCredentials.ts"
