/** Name, language, appearance, and who is asking. */
import type { Chat } from "./chat/Chat.ts"
import { SignIn } from "./chat/SignIn.tsx"
import { HalfMoon, Moon, Sun } from "./look/Icons.tsx"
import { appearance, nextAppearance } from "./look/Appearance.ts"
import { chooseLanguage, language, languages, words } from "./words/Language.ts"
import mark from "./look/mark.svg"

const looks = { auto: HalfMoon, light: Sun, dark: Moon }

export const Header = ({ chat }: { readonly chat: Chat }) => {
  const { assistant, language: languageLabel, theme } = words.value
  const Look = looks[appearance.value]
  return (
    <header class="header">
      <h1 class="brand">
        <img src={mark} alt="" width="30" height="30" />
        {assistant}
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
        <SignIn chat={chat} />
      </div>
    </header>
  )
}
