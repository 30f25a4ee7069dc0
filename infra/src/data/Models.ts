/**
 * The models that tasks may call, and the resources that IAM wants named for each.
 *
 * An inference profile (`jp.…`) needs itself and the model in each region that it may lead to.
 */
import { Aws } from "aws-cdk-lib"
import { OptionError, type Options } from "../options/Options.ts"

/** As the apps take them without a setting. */
export const modelDefaults = {
  BEDROCK_MODEL_COMPLEX: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
  BEDROCK_MODEL_SIMPLE: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  BEDROCK_EMBEDDING_MODEL: "amazon.titan-embed-text-v2:0",
} as const

export type ModelSetting = keyof typeof modelDefaults

const modelSettings = Object.keys(modelDefaults) as ReadonlyArray<ModelSetting> // Its own keys.

export const modelId = ({ settings }: Options, setting: ModelSetting): string =>
  settings[setting] ?? modelDefaults[setting]

/** Where a profile may be called from, and, where that is known, to which regions it leads. */
const areas: Readonly<
  Record<string, { readonly from: RegExp; readonly to?: ReadonlyArray<string> }>
> = {
  global: { from: /./ },
  us: { from: /^us-(east|west)-/ },
  "us-gov": { from: /^us-gov-/ },
  eu: { from: /^eu-/ },
  apac: { from: /^ap-/ },
  jp: { from: /^ap-northeast-[13]$/, to: ["ap-northeast-1", "ap-northeast-3"] },
  au: { from: /^ap-southeast-[24]$/ },
  ca: { from: /^ca-/ },
}

const areaOf = (id: string): readonly [area: string | undefined, model: string] => {
  const { area, model } = /^(?<area>[a-z-]+)\.(?<model>[a-z]+\..+)$/.exec(id)?.groups ?? {}
  return area === undefined || model === undefined ? [undefined, id] : [area, model]
}

/** Refuses a model that cannot be called from where the stack is deployed. */
export const checkModels = (options: Options): void => {
  const { region } = options
  for (const setting of modelSettings) {
    const id = modelId(options, setting)
    const [area] = areaOf(id)
    if (area === undefined || areas[area]?.from.test(region) === true) continue
    throw new OptionError(`settings: ${setting} must be a model of ${region}, which ${id} is not`)
  }
}

export const modelArns = (id: string): ReadonlyArray<string> => {
  const [area, model] = areaOf(id)
  const modelIn = (region: string) =>
    `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${model}`
  if (area === undefined) return [modelIn(Aws.REGION)]
  return [
    `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${id}`,
    ...(areas[area]?.to ?? ["*"]).map(modelIn),
  ]
}
