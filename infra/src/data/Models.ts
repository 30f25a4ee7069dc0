/**
 * The models that tasks may call, and the resources that IAM wants named for each.
 *
 * An inference profile (`jp.…`) needs itself and the model in each region that it may lead to.
 */
import { Aws } from "aws-cdk-lib"
import type { Options } from "../options/Options.ts"

/** As the apps take them without a setting. */
export const modelDefaults = {
  BEDROCK_MODEL_COMPLEX: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
  BEDROCK_MODEL_SIMPLE: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  BEDROCK_EMBEDDING_MODEL: "amazon.titan-embed-text-v2:0",
} as const

export type ModelSetting = keyof typeof modelDefaults

export const modelId = ({ settings }: Options, setting: ModelSetting): string =>
  settings[setting] ?? modelDefaults[setting]

/** Regions that a profile leads to; `*` where the profile's own list is not known here. */
const regionsOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  jp: ["ap-northeast-1", "ap-northeast-3"],
}

const profile = /^(?<area>global|us|us-gov|eu|apac|jp|au|ca)\.(?<model>.+)$/

export const modelArns = (id: string): ReadonlyArray<string> => {
  const { area, model } = profile.exec(id)?.groups ?? {}
  const modelIn = (region: string, name: string) =>
    `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${name}`
  if (area === undefined || model === undefined) return [modelIn(Aws.REGION, id)]
  return [
    `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${id}`,
    ...(regionsOf[area] ?? ["*"]).map((region) => modelIn(region, model)),
  ]
}
