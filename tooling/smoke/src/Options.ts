/** Parses the command line of `smoke`; wrong use is reported, never thrown. */
import { parseArgs } from "node:util"

export interface Target {
  readonly url: URL
  readonly token: string | undefined
  readonly user: string | undefined
  readonly session: string | undefined
}

export type Options =
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string }
  | { readonly kind: "run"; readonly target: Target; readonly budgetMs: number }

export const usage = `smoke URL [options]
Asks a running server ten questions and says what is wrong and where to look.

  --token TOKEN    who asks; SMOKE_TOKEN does the same and stays out of the process list
  --user ID        who asks, where no identity is configured
  --session ID     another session than a new one for each question
  --budget MS      what the first content of an answer may take (default 2000)

Exit codes: 0 all is well, 1 something is wrong, 64 wrong arguments`

const defaultBudgetMs = 2_000

export const parseOptions = (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>,
): Options => {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        token: { type: "string" },
        user: { type: "string" },
        session: { type: "string" },
        budget: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
    if (values.help === true) return { kind: "help" }
    const [address = "", ...more] = positionals
    const isUrl = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    if (!isUrl || more.length > 0) {
      return { kind: "wrong", message: "give one http or https URL" }
    }
    const budget = values.budget ?? String(defaultBudgetMs)
    if (!/^[1-9]\d{0,5}$/.test(budget)) {
      return { kind: "wrong", message: `--budget must be milliseconds, not ${budget}` }
    }
    const token = values.token ?? (environment["SMOKE_TOKEN"] || undefined)
    const target = { url: new URL(address), token, user: values.user, session: values.session }
    return { kind: "run", target, budgetMs: Number(budget) }
  } catch (error) {
    return { kind: "wrong", message: error instanceof Error ? error.message : String(error) }
  }
}
