/**
 * The models that tasks may call, and the resources that IAM wants named for each.
 *
 * Models are called through application inference profiles of the stack, so that the tag `stage`, and with it the
 * budget, sees what Bedrock costs. An inference profile needs itself and the model in each region that it may lead to.
 */
import { Aws } from "aws-cdk-lib"
import { CfnApplicationInferenceProfile } from "aws-cdk-lib/aws-bedrock"
import type { Construct } from "constructs"
import { OptionError, type Options } from "../options/Options.ts"

/** As the apps take them without a setting. */
export const modelDefaults = {
  BEDROCK_MODEL_COMPLEX: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
  BEDROCK_MODEL_SIMPLE: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  BEDROCK_EMBEDDING_MODEL: "amazon.titan-embed-text-v2:0",
} as const

export type ModelSetting = keyof typeof modelDefaults

const modelSettings = Object.keys(modelDefaults) as ReadonlyArray<ModelSetting> // Its own keys.

const isApplicationProfile = (id: string): boolean =>
  id.startsWith("arn:") && id.includes(":application-inference-profile/")

/** The model of a setting, or the system's profile that leads to it: what is behind an ARN. */
export const modelId = ({ settings }: Options, setting: ModelSetting): string => {
  const given = settings[setting] ?? modelDefaults[setting]
  const base = settings[`${setting}_BASE`]
  if (base !== undefined) return base
  if (!isApplicationProfile(given)) return given.split("/").at(-1) ?? given
  throw new OptionError(
    `settings: ${setting} is an application inference profile: name the model behind it in ${setting}_BASE`,
  )
}

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

/** The system's profile, if it is one, first; then the model in each region. */
const arnsOf = (id: string): readonly [string, ...ReadonlyArray<string>] => {
  const [area, model] = areaOf(id)
  const modelIn = (region: string) =>
    `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${model}`
  if (area === undefined) return [modelIn(Aws.REGION)]
  return [
    `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${id}`,
    ...(areas[area]?.to ?? ["*"]).map(modelIn),
  ]
}

export interface CalledModel {
  /** What Bedrock is asked by. */
  readonly called: string
  /** As CloudWatch names it in the dimension `ModelId`; of a profile its id, which was not confirmed on AWS. */
  readonly measured: string
  /** What a role must be allowed. */
  readonly arns: ReadonlyArray<string>
}

export type CalledModels = Readonly<Record<ModelSetting, CalledModel>>

/** Letters, digits and single hyphens, at most 64. A profile of another model has another name: it is made beside. */
const profileName = (...parts: ReadonlyArray<string>): string =>
  parts
    .join("-")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .slice(0, 64)
    .replace(/-$/, "")

export const addModels = (scope: Construct, options: Options): CalledModels => {
  const profiled = (setting: ModelSetting, tier: string): CalledModel => {
    const id = modelId(options, setting)
    const arns = arnsOf(id)
    const given = options.settings[setting] ?? id
    if (isApplicationProfile(given)) {
      return { called: given, measured: given.split("/").at(-1) ?? id, arns: [given, ...arns] }
    }
    const [, model] = areaOf(id)
    const profile = new CfnApplicationInferenceProfile(scope, `Model${tier}`, {
      inferenceProfileName: profileName(
        "manga",
        options.stage,
        tier,
        model.split(".").at(-1) ?? "",
      ),
      modelSource: { copyFrom: arns[0] },
    })
    const { attrInferenceProfileArn: called, attrInferenceProfileId: measured } = profile
    return { called, measured, arns: [called, ...arns] }
  }
  return {
    BEDROCK_MODEL_COMPLEX: profiled("BEDROCK_MODEL_COMPLEX", "Complex"),
    BEDROCK_MODEL_SIMPLE: profiled("BEDROCK_MODEL_SIMPLE", "Simple"),
    BEDROCK_EMBEDDING_MODEL: profiled("BEDROCK_EMBEDDING_MODEL", "Embedding"),
  }
}

/** The settings of tasks: what they ask by, and what that is. */
export const modelSettingsOf = (
  options: Options,
  models: CalledModels,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    modelSettings.flatMap((setting) => [
      [setting, models[setting].called],
      [`${setting}_BASE`, modelId(options, setting)],
    ]),
  )
