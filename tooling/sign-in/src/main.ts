/**
 * `pnpm sign-in`: creates signing keys, and tokens or load balancer headers signed with them, to try authentication.
 * Exit code 2: wrong arguments.
 */
import { commandLine, commandOf, optionsOf, WrongUse } from "@manga-assist/process/arguments"
import { environmentOf, makeHeader, makeKeys, makeToken } from "./ThrowAway.ts"

const usage = `pnpm sign-in keys FOLDER
pnpm sign-in token FOLDER USER [--minutes 60]
pnpm sign-in header FOLDER USER [--minutes 60]`

const given = commandLine({ usage, wrongUse: 2 }, (args) => {
  const { command, rest } = commandOf(args, ["keys", "token", "header"])
  const isKeys = command === "keys"
  const { number, words } = optionsOf(rest, isKeys ? {} : { "--minutes": "values" }, {
    words: isKeys ? 1 : 2,
    of: command,
  })
  const [folder, user = ""] = words
  if (folder === undefined) throw new WrongUse(`${command} needs a FOLDER`, true)
  if (!isKeys && user === "") throw new WrongUse(`${command} needs a USER`, true)
  return { command, folder, user, minutes: number("--minutes", 1, 5_256_000) ?? 60 }
})

if (given?.command === "keys") {
  await makeKeys(given.folder)
  for (const mode of ["jwt", "alb"] as const) {
    console.log(environmentOf(given.folder, mode).join(" "))
  }
} else if (given !== undefined) {
  const make = given.command === "token" ? makeToken : makeHeader
  console.log(await make(given.folder, given.user, given.minutes))
}
