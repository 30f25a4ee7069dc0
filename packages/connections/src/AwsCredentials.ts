/**
 * The one credentials provider that all AWS clients of this package share: the SDK's default chain,
 * memoised and refreshed by the SDK before it expires. Provide another value to override it.
 */
import { defaultProvider } from "@aws-sdk/credential-provider-node"
import { Context } from "effect"

export const AwsCredentials = Context.Reference<ReturnType<typeof defaultProvider>>(
  "@manga-assist/connections/AwsCredentials",
  { defaultValue: () => defaultProvider() },
)
