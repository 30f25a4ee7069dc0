/**
 * `pnpm rooms`: checks the architecture rules of `rooms.json` and all regular expressions for patterns that a long text
 * makes slow, and draws the rooms of each package (its folders) into `docs/architecture.md`. `--check` changes nothing
 * and treats a stale drawing as a broken rule. `--headers` prints module headers instead.
 *
 * Exit code 1 when a rule is broken; each is named.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { drawOf, moduleText, readModules } from "./Headers.ts"
import { houseProblems } from "./House.ts"
import { judgedOnce, patternProblems, readPatterns, unlisted } from "./Patterns.ts"
import { pictureOf, withPicture } from "./Picture.ts"
import { readSources } from "./Sources.ts"
import listed from "../patterns.json" with { type: "json" }
import plan from "../rooms.json" with { type: "json" }

const root = fileURLToPath(new URL("../../..", import.meta.url))
const pageFile = new URL("../../../docs/architecture.md", import.meta.url)

const usage = `pnpm rooms [--check | --headers [--draw N]]
Draws the rooms of each package into docs/architecture.md and names every broken rule of tooling/rooms/rooms.json.

  --check     change nothing; a stale drawing is a broken rule
  --headers   print the header of every module with the names it exports, and do nothing else
  --draw N    20 of them: draw 1, 2, 3 …, each without the modules of earlier draws

Exit codes: 0 all is well, 1 a rule is broken or N is no number`

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    headers: { type: "boolean", default: false },
    draw: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
})

if (values.help) {
  process.stdout.write(`${usage}\n`)
  process.exit()
}

if (values.headers) {
  const modules = readModules(root)
  const { draw } = values
  if (draw !== undefined && !/^[1-9]\d{0,2}$/.test(draw)) {
    process.stderr.write(`--draw must be a whole number from 1 to 999, not ${draw}\n`)
    process.exit(1)
  }
  const chosen = draw === undefined ? modules : drawOf(modules, Number(draw))
  process.stdout.write(chosen.map(moduleText).join("\n"))
  process.exit()
}

const sources = readSources(root)
const problems = [...houseProblems(sources, plan)]
// Arrows that point up may make circles of rooms, which no picture can be drawn of.
if (problems.length === 0) {
  const page = readFileSync(pageFile, "utf8")
  const drawn = withPicture(page, pictureOf(sources, plan))
  if (drawn !== page && values.check) {
    problems.push("docs/architecture.md: the rooms have changed; draw them with `pnpm rooms`")
  } else if (drawn !== page) writeFileSync(pageFile, drawn)
}
const patterns = readPatterns(root)
const verdicts = await judgedOnce(root, unlisted(patterns, listed))
problems.push(...patternProblems(patterns, listed, verdicts))
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
