/**
 * The page's colour scheme: light, dark, or that of the visitor's system. `nextAppearance` switches to the next one;
 * the choice is stored in the browser.
 */
import { effect, signal } from "@preact/signals"
import { store, stored } from "../words/Language.ts"

const appearances = ["auto", "light", "dark"] as const
type Appearance = (typeof appearances)[number]

const known = (text: string | null): Appearance =>
  appearances.find((name) => name === text) ?? "auto"

export const appearance = signal<Appearance>(known(stored("appearance")))

export const nextAppearance = (): void => {
  const at = appearances.indexOf(appearance.value)
  appearance.value = appearances[(at + 1) % appearances.length] ?? "auto"
  store("appearance", appearance.value)
}

effect(() => {
  document.documentElement.dataset["appearance"] = appearance.value
})
