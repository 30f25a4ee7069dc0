/** `pnpm --filter console build [FOLDER]`: writes the page, and prints where. */
import { buildConsole } from "./Build.ts"

const directory = await buildConsole(process.argv[2])
process.stdout.write(`console ${directory}\n`)
