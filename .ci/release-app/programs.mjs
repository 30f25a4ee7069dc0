/**
 * What a consumer does with a package that it has installed, and with nothing that is not in it.
 *
 * `write NAME` puts the README's program into `NAME.mjs`, `version NAME` prints what is installed, and `upgrade NAME`
 * changes the program as the newest entry of the changelog says: "replace `a` by `b`".
 */
import { readFileSync, writeFileSync } from "node:fs"

const [, , command, name] = process.argv
const installed = (file) => readFileSync(`node_modules/@manga-assist/${name}/${file}`, "utf8")
const program = `${name}.mjs`

if (command === "write") {
  writeFileSync(program, /^```js run\n(.*?)^```/msu.exec(installed("README.md"))[1])
} else if (command === "version") {
  console.log(JSON.parse(installed("package.json")).version)
} else {
  const { version } = JSON.parse(installed("package.json"))
  const newest = installed("CHANGELOG.md").split(/^## /mu)[1]
  if (!newest.startsWith(version)) throw new Error(`the changelog says nothing of ${version}`)
  const steps = [...newest.matchAll(/[Rr]eplace `(\w+)` by `(\w+)`/gu)]
  if (steps.length === 0) throw new Error("the changelog says nothing to do")
  let text = readFileSync(program, "utf8")
  for (const [, before, now] of steps)
    text = text.replaceAll(new RegExp(`\\b${before}\\b`, "gu"), now)
  writeFileSync(program, text)
}
