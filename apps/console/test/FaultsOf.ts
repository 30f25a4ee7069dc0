/** What is wrong with how a page looks and reads; it must be opened without its policy (`bypassCSP`). */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright-core"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** Elements that are wider than their place, and findings of axe. */
export const faultsOf = async (page: Page): Promise<ReadonlyArray<string>> => {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ content: axe })
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("body, body *")]
      .filter((element) => {
        const { display, overflowX } = getComputedStyle(element)
        const leaks = element.scrollWidth > element.clientWidth + 1 && overflowX === "visible"
        return leaks && element.clientWidth > 1 && !display.startsWith("inline")
      })
      .map((element) => `too wide: ${element.tagName}.${element.className}`),
  )
  const { violations } = await page.evaluate<AxeResults>("axe.run()")
  const found = violations.flatMap(({ help, nodes }) =>
    nodes.map(({ target }) => `${help}: ${target.join(" ")}`),
  )
  return [...wide, ...found]
}
