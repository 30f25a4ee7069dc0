/** Buttons with suggested questions. Those that were already asked in this conversation are left out. */
import type { Chat } from "./Chat.ts"
import { words } from "../words/Language.ts"

export const Suggestions = ({ chat }: { readonly chat: Chat }) => {
  const asked = new Set(chat.turns.value.map(({ question }) => question))
  const left = words.value.suggestions.filter((question) => !asked.has(question))
  return left.length === 0 ? null : (
    <ul class="suggestions">
      {left.map((question) => (
        <li key={question}>
          <button type="button" onClick={() => chat.ask(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  )
}
