/**
 * The conversation, kept at its end while the visitor is there. Screen readers are told each answer once, when it is
 * whole: a live region of growing text would repeat itself.
 */
import { useEffect, useRef } from "preact/hooks"
import { Cover } from "./Cover.tsx"
import type { Chat } from "./Chat.ts"
import { Suggestions } from "./Suggestions.tsx"
import { TurnView } from "./TurnView.tsx"
import { words } from "../words/Language.ts"

interface Props {
  readonly chat: Chat
  readonly onTiming: () => void
}

/** Of the store's own titles. */
const shelf = ["葬送のフリーレン", "ONE PIECE", "呪術廻戦", "薬屋のひとりごと", "ダンダダン"]

/** How near to the end counts as being there, in pixels. */
const near = 120

const Announcer = ({ chat }: { readonly chat: Chat }) => {
  const turn = chat.turns.value.at(-1)
  const phase = turn?.phase.value
  const { announce, failed, failures } = words.value
  const text =
    phase === "ended"
      ? announce(turn?.text.value ?? "")
      : phase === "failed"
        ? (failures[turn?.failure.value?.code ?? ""] ?? failed)
        : ""
  return (
    <p class="hidden" aria-live="polite">
      {text}
    </p>
  )
}

export const Turns = ({ chat, onTiming }: Props) => {
  const list = useRef<HTMLDivElement>(null)
  const place = useRef({ isAtEnd: true, top: 0, height: 0 })
  const turns = chat.turns.value
  const isEmpty = turns.length === 0
  useEffect(() => {
    place.current.isAtEnd = true
    const element = list.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }, [turns.length])
  useEffect(() => {
    const element = list.current
    const content = element?.firstElementChild
    if (element === null || content === null || content === undefined) return undefined
    // After layout and before paint: what grew is drawn at its place at once.
    const observer = new ResizeObserver(() => {
      if (place.current.isAtEnd) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    observer.observe(content)
    return () => observer.disconnect()
  }, [isEmpty])
  const { intro, tagline } = words.value
  return (
    <div
      class="turns"
      ref={list}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={words.value.conversation}
      onScroll={({ currentTarget: element }) => {
        const { clientHeight, scrollHeight: height, scrollTop: top } = element
        const before = place.current
        const isNear = height - top - clientHeight < near
        // Only who goes up leaves the end: what grows below, or is laid out anew, moves nobody away.
        const isLeft = top < before.top && height === before.height
        place.current = { isAtEnd: isNear || (before.isAtEnd && !isLeft), top, height }
      }}
    >
      {isEmpty ? (
        <div class="welcome">
          <div class="shelf" aria-hidden="true">
            {shelf.map((title) => (
              <Cover key={title} title={title} />
            ))}
          </div>
          <h2>{tagline}</h2>
          <p>{intro}</p>
          <Suggestions chat={chat} />
        </div>
      ) : (
        <ol class="list">
          {turns.map((turn) => (
            <TurnView key={turn.id} chat={chat} turn={turn} onTiming={onTiming} />
          ))}
        </ol>
      )}
      <Announcer chat={chat} />
    </div>
  )
}
