/**
 * `pnpm sign-in`: creates signing keys, and tokens or load balancer headers signed with them, to try authentication.
 * Exit code 2: wrong arguments.
 */
import { parseArgs } from "node:util"
import { environmentOf, makeHeader, makeKeys, makeToken } from "./ThrowAway.ts"

const usage = `pnpm sign-in keys FOLDER
pnpm sign-in token FOLDER USER [--minutes 60]
pnpm sign-in header FOLDER USER [--minutes 60]`

const read = () => {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { minutes: { type: "string", default: "60" } },
    })
    const minutes = Number(values.minutes)
    return minutes > 0 ? { positionals, minutes } : undefined
  } catch {
    return undefined
  }
}

const given = read()
const [what, folder, user] = given?.positionals ?? []

if (process.argv.includes("--help")) console.log(usage)
else if (given !== undefined && what === "keys" && folder !== undefined && user === undefined) {
  await makeKeys(folder)
  for (const mode of ["jwt", "alb"] as const) {
    console.log(environmentOf(folder, mode).join(" "))
  }
} else if (given !== undefined && folder !== undefined && user !== undefined && what === "token") {
  console.log(await makeToken(folder, user, given.minutes))
} else if (given !== undefined && folder !== undefined && user !== undefined && what === "header") {
  console.log(await makeHeader(folder, user, given.minutes))
} else {
  console.error(usage)
  process.exitCode = 2
}
