/** The rating of an answer: thumbs, and a comment on a bad one. */
import { useSignal } from "@preact/signals"
import type { Chat } from "./Chat.ts"
import { ThumbDown, ThumbUp } from "../look/Icons.tsx"
import type { Turn } from "./Turn.ts"
import { words } from "../words/Language.ts"

export const Rating = ({ chat, turn }: { readonly chat: Chat; readonly turn: Turn }) => {
  const isCommented = useSignal(false)
  const say = words.value
  const rated = turn.rated.value
  const taken = turn.ratingTaken.value
  const isAsked = rated === "down" && taken === true && !isCommented.value
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget
    const comment = form instanceof HTMLFormElement ? new FormData(form).get("comment") : null
    isCommented.value = true
    if (typeof comment === "string" && comment.trim() !== "") {
      void chat.rate(turn, "down", comment.trim())
    }
  }
  return (
    <>
      <span class="thumbs">
        <button
          type="button"
          class="icon-button"
          aria-pressed={rated === "up"}
          title={say.good}
          aria-label={say.good}
          onClick={() => void chat.rate(turn, "up")}
        >
          <ThumbUp />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-pressed={rated === "down"}
          title={say.bad}
          aria-label={say.bad}
          onClick={() => void chat.rate(turn, "down")}
        >
          <ThumbDown />
        </button>
      </span>
      {taken !== undefined && !isAsked && (
        <span class="taken" role="status">
          {taken ? say.thanks : say.notTaken}
        </span>
      )}
      {isAsked && (
        <form class="comment" onSubmit={send}>
          <input
            name="comment"
            maxLength={1_000}
            aria-label={say.comment}
            placeholder={say.comment}
          />
          <button type="submit">{say.sendComment}</button>
        </form>
      )}
    </>
  )
}
