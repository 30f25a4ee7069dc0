/** Light, dark, or what the visitor's system says. */
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
