/**
 * Shows one question and its answer: product cards first, text under them, while it is open what is being looked up,
 * then what was looked up and how much was found, and the buttons to rate it, see its times or try again.
 */
import { memo } from "preact/compat"
import { AnswerText } from "./AnswerText.tsx"
import { Cards } from "./Cards.tsx"
import type { Chat } from "./Chat.ts"
import { firstContentMs } from "./FirstContent.ts"
import { Again, Chain, Clock, Copy, Pencil, Repeat } from "../look/Icons.tsx"
import { CopyText } from "./CopyText.tsx"
import { linkWords } from "./LinkWords.ts"
import { Rating } from "./Rating.tsx"
import type { Turn } from "./Turn.ts"
import { milliseconds } from "../words/Milliseconds.ts"
import { languageOf, sourceWords, words } from "../words/Language.ts"
import { LookedUp } from "../words/LookedUp.tsx"

interface Props {
  readonly chat: Chat
  readonly turn: Turn
  readonly onTiming: () => void
}

const notice = (turn: Turn): string | undefined => {
  const say = words.value
  const finish = turn.end.value?.finish
  if (finish === "cancelled") return say.stopped
  if (finish === "blocked") return say.blocked
  if (finish === "max-tokens") return say.cut
  if (finish === "refused") return say.refused
  const failure = turn.failure.value
  return failure === undefined ? undefined : (say.failures[failure.code] ?? say.failed)
}

const mayRetry = (turn: Turn): boolean => {
  const failure = turn.failure.value
  if (failure !== undefined) return failure.retryable || failure.code === "unreachable"
  return turn.end.value?.finish === "cancelled"
}

/** What is in no history cannot be shown again. */
const isLinkable = ({ end, text }: Turn): boolean => {
  const { degraded = [], finish } = end.value ?? {}
  const isWhole = finish === "complete" || finish === "max-tokens"
  return isWhole && text.value !== "" && !degraded.includes("not-recorded")
}

const Actions = ({ chat, onTiming, turn }: Props) => {
  const end = turn.end.value
  const { askAgain, copyAnswer, edit, retry, seeTiming, timing } = words.value
  return (
    <div class="actions">
      {end !== undefined && (
        <button
          type="button"
          class="source"
          data-source={end.source}
          title={`${sourceWords(end.source)[1]} ${seeTiming}`}
          aria-pressed={chat.shown.value === turn}
          onClick={() => {
            chat.chosen.value = turn
            onTiming()
          }}
        >
          <Clock />
          {sourceWords(end.source)[0]} · {timing.toFirst(milliseconds(firstContentMs(end)))}
        </button>
      )}
      {mayRetry(turn) && (
        <button type="button" class="again" onClick={() => chat.retry(turn)}>
          <Again />
          {retry}
        </button>
      )}
      {end !== undefined && !mayRetry(turn) && (
        <button
          type="button"
          class="icon-button"
          aria-label={askAgain}
          title={askAgain}
          onClick={() => chat.ask(turn.question)}
        >
          <Repeat />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={edit}
        title={edit}
        onClick={() => {
          const written = chat.writing.value.trimEnd()
          chat.writing.value = written === "" ? turn.question : `${written}\n${turn.question}`
          document.querySelector<HTMLElement>("#question")?.focus()
        }}
      >
        <Pencil />
      </button>
      {turn.text.value !== "" && (
        <CopyText label={copyAnswer} text={() => turn.text.value}>
          <Copy />
        </CopyText>
      )}
      {isLinkable(turn) && (
        <CopyText label={linkWords.value.copy} text={() => chat.linkOf(turn)}>
          <Chain />
        </CopyText>
      )}
      {end?.finish === "complete" && <Rating chat={chat} turn={turn} />}
    </div>
  )
}

/** What is said while nothing else is. */
const waiting = (turn: Turn): string | undefined => {
  const { lookingUp, thinking } = words.value
  const looking = turn.looking.value
  if (looking.length > 0) return lookingUp(looking.join(" · "))
  return turn.text.value === "" ? thinking : undefined
}

export const TurnView = memo(({ chat, onTiming, turn }: Props) => {
  const { assistant, lookedUp, resumed, you } = words.value
  const phase = turn.phase.value
  const products = turn.products.value
  const text = turn.text.value
  const said = notice(turn)
  const { looked = [] } = turn.end.value ?? {}
  const isOpen = phase === "waiting" || phase === "answering"
  const awaited = isOpen ? waiting(turn) : undefined
  return (
    <li class="turn">
      <h2 class="asked" lang={languageOf(turn.question)}>
        <span class="hidden">{you}: </span>
        {turn.question}
      </h2>
      <div class="answer" aria-busy={isOpen}>
        <span class="hidden">{assistant}: </span>
        {products.length > 0 && <Cards products={products} />}
        {text !== "" && <AnswerText text={text} />}
        {isOpen && (
          <p class="thinking" data-silent={text === ""}>
            <i aria-hidden="true" />
            {awaited !== undefined && <span lang={languageOf(awaited)}>{awaited}</span>}
          </p>
        )}
        {looked.length > 0 && (
          <p class="looked">
            {lookedUp}
            <LookedUp looked={looked} />
          </p>
        )}
        {turn.isResumed.value && <p class="resumed">{resumed}</p>}
        {said !== undefined && (
          <p class="notice" data-failed={phase === "failed"}>
            {said}
          </p>
        )}
        {!isOpen && <Actions chat={chat} turn={turn} onTiming={onTiming} />}
      </div>
    </li>
  )
})
