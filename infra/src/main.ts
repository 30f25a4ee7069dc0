/**
 * Command `pnpm infra`: `synth` writes the CloudFormation templates and validates them, `cost` estimates what a month
 * of them costs, `capacity` what a store needs at its busiest. Needs no AWS account.
 */
import { fileURLToPath } from "node:url"
import { type Job, parseJob, usage } from "./Arguments.ts"
import { build } from "./Build.ts"
import { billOf } from "./cost/Bill.ts"
import { billText } from "./cost/BillReport.ts"
import { capacityPage } from "./cost/CapacityPage.ts"
import { readPrices } from "./cost/Prices.ts"
import { OptionError, readOptions } from "./options/Options.ts"

const wrongUse = 64

const failed = (message: string, code: number): void => {
  console.error(message)
  process.exitCode = code
}

/** `cdk deploy` names another folder; it hands its own context to the app. */
const outdir = process.env["CDK_OUTDIR"] ?? fileURLToPath(new URL("../cdk.out", import.meta.url))

const run = async (job: Job): Promise<void> => {
  if (job.job === "help") console.log(usage)
  else if (job.job === "wrong") failed(`${job.message}\n\n${usage}`, wrongUse)
  else if (job.job === "cost") {
    const options = readOptions((name) => job.context[name])
    const prices = await readPrices(options.region)
    const bill = billOf(options, job.usage, prices)
    console.log(
      job.json
        ? JSON.stringify({ usage: job.usage, ...bill })
        : billText(options, job.usage, prices, bill),
    )
  } else if (job.job === "capacity") console.log(await capacityPage())
  else {
    const { app, options } = build(job.context, { outdir })
    const { stacks } = app.synth()
    for (const { stackName, template } of stacks) {
      const resources: unknown = template?.Resources ?? {}
      console.log(`${stackName}: ${Object.keys(resources ?? {}).length} resources, rules hold`)
    }
    console.log(
      `${options.stage} (${options.size.name}), NAT ${options.nat ? "on" : "off"}: ${outdir}`,
    )
  }
}

try {
  await run(parseJob(process.argv.slice(2)))
} catch (error) {
  if (error instanceof OptionError) failed(error.message, wrongUse)
  else if (error instanceof Error && error.name.includes("Validation")) failed(error.message, 1)
  else throw error
}
