/**
 * The list of turns. While the visitor is at its end, it stays scrolled to the end as answers grow; who reads further up is
 * not moved, and has a button that leads to the end.
 *
 * Screen readers announce an answer once, when it is complete: a live region of growing text would repeat itself.
 */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { Cover } from "./Cover.tsx"
import { ArrowDown } from "../look/Icons.tsx"
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

/** Turns that are drawn at first, and more each time somebody goes up to the first of them: what is not drawn costs no frame. */
const step = 100
/** So near to the first one, in pixels. */
const above = 800

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
  const drawn = useSignal(step)
  const isAway = useSignal(false)
  const earlier = Math.max(0, turns.length - drawn.value)
  useEffect(() => {
    place.current.isAtEnd = true
    drawn.value = step
    const element = list.current
    if (element !== null && !isEmpty) element.scrollTop = element.scrollHeight
  }, [turns.at(-1)])
  useEffect(() => {
    const element = list.current
    const content = element?.firstElementChild
    if (element === null || content === null || content === undefined) return undefined
    // After layout and before paint: what grew is drawn at its place at once.
    const observer = new ResizeObserver(() => {
      // A welcome is read from its beginning.
      if (place.current.isAtEnd && !isEmpty) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    observer.observe(content)
    return () => observer.disconnect()
  }, [isEmpty])
  const { intro, newest, showEarlier, tagline } = words.value
  const toNewest = () => {
    place.current.isAtEnd = true
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }
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
        if (top < above && top < before.top && earlier > 0) drawn.value += step
        const isAtEnd = isNear || (before.isAtEnd && !isLeft)
        place.current = { isAtEnd, top, height }
        isAway.value = !isAtEnd
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
        <div class="list">
          {earlier > 0 && (
            <button type="button" class="quiet" onClick={() => (drawn.value += step)}>
              {showEarlier(Math.min(earlier, step))}
            </button>
          )}
          <ol start={earlier + 1}>
            {turns.slice(earlier).map((turn) => (
              <TurnView key={turn.id} chat={chat} turn={turn} onTiming={onTiming} />
            ))}
          </ol>
        </div>
      )}
      {isAway.value && !isEmpty && (
        <div class="newest">
          <button type="button" onClick={toNewest}>
            <ArrowDown />
            {newest}
          </button>
        </div>
      )}
      <Announcer chat={chat} />
    </div>
  )
}
