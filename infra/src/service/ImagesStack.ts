/** The repository of images: one for all stages of an account, so that what staging ran is what production gets. */
import { RemovalPolicy, Stack } from "aws-cdk-lib"
import { Repository, TagMutability } from "aws-cdk-lib/aws-ecr"
import type { Construct } from "constructs"
import type { Options } from "../options/Options.ts"

export const repositoryName = "manga-assist"

export class ImagesStack extends Stack {
  constructor(scope: Construct, id: string, { region }: Pick<Options, "region">) {
    super(scope, id, { description: "MangaAssist: images of all stages", env: { region } })
    new Repository(this, "Images", {
      repositoryName,
      // A tag that moved could not be rolled back to.
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      lifecycleRules: [{ maxImageCount: 30 }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}
