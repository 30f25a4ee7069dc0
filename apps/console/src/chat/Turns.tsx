/**
 * The list of turns, scrolled to its end while the visitor is there.
 *
 * Screen readers announce an answer once, when it is complete: a live region of growing text would repeat itself.
 */
import { useSignalEffect } from "@preact/signals"
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
  const isAtEnd = useRef(true)
  const turns = chat.turns.value
  const toEnd = () => {
    const element = list.current
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }
  useSignalEffect(() => {
    const last = chat.turns.value.at(-1)
    // What makes the last turn grow.
    void [last?.text.value, last?.products.value, last?.phase.value]
    requestAnimationFrame(toEnd)
  })
  useEffect(() => {
    isAtEnd.current = true
    toEnd()
  }, [turns.length])
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
        isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near
      }}
    >
      {turns.length === 0 ? (
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
