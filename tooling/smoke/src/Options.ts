/** Parses the command line of `smoke`. Pure; wrong arguments throw `WrongUse`. */
import { optionsOf, refuse } from "@manga-assist/process/arguments"

export interface Target {
  readonly url: URL
  readonly token: string | undefined
  readonly user: string | undefined
  readonly session: string | undefined
}

export const usage = `smoke URL [options]
Asks a running server ten questions and says what is wrong and where to look.

  --token TOKEN    who asks; SMOKE_TOKEN does the same and stays out of the process list
  --user ID        who asks, where no identity is configured
  --session ID     another session than a new one for each question
  --budget MS      what the first content of an answer may take (default 2000)

Exit codes: 0 all is well, 1 something is wrong, 64 wrong arguments`

const kinds = {
  "--token": "values",
  "--user": "values",
  "--session": "values",
  "--budget": "values",
} as const

export const parseOptions = (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>,
) => {
  const { number, value, words } = optionsOf(args, kinds, { words: Infinity })
  const [address = "", ...more] = words
  const isUrl = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
  if (!isUrl || more.length > 0) refuse("give one http or https URL")
  const target: Target = {
    url: new URL(address),
    token: value("--token") ?? (environment["SMOKE_TOKEN"] || undefined),
    user: value("--user"),
    session: value("--session"),
  }
  return { target, budgetMs: number("--budget", 1, 999_999) ?? 2_000 }
}
