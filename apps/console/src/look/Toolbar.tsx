/** The header of every page: title, switches for language and appearance, and what the page adds. */
import type { ComponentChildren } from "preact"
import { HalfMoon, Moon, Sun } from "./Icons.tsx"
import { appearance, nextAppearance } from "./Appearance.ts"
import { chooseLanguage, language, languages, words } from "../words/Language.ts"
import mark from "./mark.svg"

const looks = { auto: HalfMoon, light: Sun, dark: Moon }

interface Props {
  readonly title: string
  readonly children?: ComponentChildren
}

export const Toolbar = ({ children, title }: Props) => {
  const { language: languageLabel, theme } = words.value
  const Look = looks[appearance.value]
  return (
    <header class="header">
      <h1 class="brand">
        <img src={mark} alt="" width="30" height="30" />
        {title}
      </h1>
      <div class="tools">
        <div class="switch" role="group" aria-label={languageLabel}>
          {(["en", "ja"] as const).map((name) => (
            <button
              key={name}
              type="button"
              lang={name}
              title={languages[name].name}
              aria-pressed={language.value === name}
              onClick={() => chooseLanguage(name)}
            >
              {languages[name].short}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="icon-button"
          aria-label={theme[appearance.value]}
          title={theme[appearance.value]}
          onClick={() => nextAppearance()}
        >
          <Look />
        </button>
        {children}
      </div>
    </header>
  )
}
