/**
 * Builds and validates the CDK app: CloudFormation's rules and unacknowledged findings of cdk-nag fail the build.
 */
import { App, type AppProps, Validations } from "aws-cdk-lib"
import { AwsSolutionsChecks } from "cdk-nag"
import { acknowledge, acknowledgedIn } from "./Acknowledged.ts"
import { checkModels } from "./data/Models.ts"
import { ImagesStack } from "./service/ImagesStack.ts"
import { type Options, readOptions } from "./options/Options.ts"
import { StoreStack } from "./StoreStack.ts"

export interface Built {
  readonly app: App
  readonly images: ImagesStack
  readonly store: StoreStack
  readonly options: Options
}

/** Without it the validator only warns. */
const strict = { "@aws-cdk/core:validateAgainstDefaultRules": true }

export const build = (
  context: Readonly<Record<string, unknown>>,
  props: Pick<AppProps, "outdir"> = {},
): Built => {
  const app = new App({ ...props, context: { ...context, ...strict }, analyticsReporting: false })
  // By the app, because `cdk deploy -c` hands its context to the app and not to us.
  const options = readOptions((name) => app.node.tryGetContext(name))
  checkModels(options)
  const images = new ImagesStack(app, "MangaAssist-Images", options)
  const store = new StoreStack(app, `MangaAssist-${options.stage}`, options)
  acknowledge(store, acknowledgedIn(options))
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return { app, images, store, options }
}
