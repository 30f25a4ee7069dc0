/** The input for questions. Enter sends, also during an answer; Enter of an input method never does. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import type { Chat } from "./Chat.ts"
import { ArrowUp, Square } from "../look/Icons.tsx"
import { Suggestions } from "./Suggestions.tsx"
import { count } from "../words/Milliseconds.ts"
import { words } from "../words/Language.ts"

const mostCharacters = 2_000

/** Safari ends a composition before it tells the key that ended it; the key's code says so. */
const isOfInputMethod = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229

export const Composer = ({ chat }: { readonly chat: Chat }) => {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = chat.writing
  const readsAhead = useSignal(true)
  const say = words.value
  const isRunning = chat.running.value > 0
  const isEmpty = text.value.trim() === ""

  const ask = () => {
    const question = text.value.trim()
    if (question === "") return
    chat.ask(question)
    text.value = ""
    field.current?.focus()
  }
  /** What an input method still composes is no draft, and holds back the one before it. */
  const typed = (value: string, isComposing: boolean) => {
    text.value = value
    if (readsAhead.value) chat.draft(isComposing ? "" : value)
  }
  return (
    <div class="composer">
      {chat.turns.value.length > 0 && <Suggestions chat={chat} />}
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault()
          ask()
        }}
      >
        <label class="hidden" for="question">
          {say.question}
        </label>
        <textarea
          id="question"
          ref={field}
          rows={1}
          maxLength={mostCharacters}
          placeholder={say.ask}
          value={text.value}
          autofocus
          onInput={(event) => typed(event.currentTarget.value, event.isComposing)}
          onCompositionEnd={(event) => typed(event.currentTarget.value, false)}
          onKeyDown={(event) => {
            if (isOfInputMethod(event)) return
            if (event.key === "Escape" && isRunning) chat.stop()
            if (event.key !== "Enter" || event.shiftKey) return
            event.preventDefault()
            ask()
          }}
        />
        {isRunning && (
          <button type="button" class="stop" onClick={() => chat.stop()}>
            <Square />
            {say.stop}
          </button>
        )}
        <button
          type="submit"
          class="send"
          disabled={isEmpty}
          aria-label={say.send}
          title={say.send}
        >
          <ArrowUp />
        </button>
      </form>
      <div class="below">
        <label>
          <input
            type="checkbox"
            checked={readsAhead.value}
            onChange={(event) => (readsAhead.value = event.currentTarget.checked)}
          />
          {say.readAhead}
        </label>
        {text.value.length < mostCharacters ? (
          <span class="hint">{say.hint}</span>
        ) : (
          <span role="status">{say.longest(count(mostCharacters))}</span>
        )}
      </div>
    </div>
  )
}
