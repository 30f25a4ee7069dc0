/** Shows the answer of the page's link above the conversation, or says to whom it is shown. */
import { Again, Copy, Cross, Repeat } from "../look/Icons.tsx"
import { language, languageOf, words } from "../words/Language.ts"
import { AnswerText } from "./AnswerText.tsx"
import { Cards } from "./Cards.tsx"
import type { Chat } from "./Chat.ts"
import { CopyText } from "./CopyText.tsx"
import type { Linked, ShownAnswer } from "./Linked.ts"
import { linkWords } from "./LinkWords.ts"

interface Props {
  readonly chat: Chat
  readonly linked: Linked
}

const Shown = ({ answer, chat }: { readonly answer: ShownAnswer; readonly chat: Chat }) => {
  const { askAgain, copyAnswer } = words.value
  const { products, question, text } = answer
  return (
    <>
      <p class="asked" lang={languageOf(question)}>
        {question}
      </p>
      <div class="answer">
        {products.length > 0 && <Cards products={products} />}
        <AnswerText text={text} />
        <div class="actions">
          <button
            type="button"
            class="icon-button"
            aria-label={askAgain}
            title={askAgain}
            onClick={() => chat.ask(question)}
          >
            <Repeat />
          </button>
          <CopyText label={copyAnswer} text={() => text}>
            <Copy />
          </CopyText>
        </div>
      </div>
    </>
  )
}

const When = ({ at }: Pick<ShownAnswer, "at">) => {
  const when = new Date(at)
  const shape = { dateStyle: "medium", timeStyle: "short" } as const
  return <time dateTime={when.toISOString()}>{when.toLocaleString(language.value, shape)}</time>
}

/** Of all states, in one place: what comes with its own text is announced by few readers. */
const Announced = ({ linked }: Pick<Props, "linked">) => {
  const { state } = linked.shown.value ?? {}
  return (
    <p class="hidden" role="status">
      {state !== undefined && linkWords.value[state]}
    </p>
  )
}

const Section = ({ chat, linked }: Props) => {
  const now = linked.shown.value
  if (now === undefined) return null
  const say = linkWords.value
  return (
    <section class="linked" aria-label={say.title} tabIndex={0}>
      <header>
        <h2>{say.title}</h2>
        {now.state === "shown" && <When at={now.at} />}
        <button
          type="button"
          class="icon-button"
          aria-label={say.close}
          title={say.close}
          onClick={() => {
            linked.close()
            document.querySelector<HTMLElement>("#question")?.focus()
          }}
        >
          <Cross />
        </button>
      </header>
      {now.state === "shown" ? (
        <Shown answer={now} chat={chat} />
      ) : (
        <p data-state={now.state}>{say[now.state]}</p>
      )}
      {now.state === "failed" && (
        <button
          type="button"
          onClick={({ currentTarget }) => {
            // The button goes while it looks again, and the focus would be nobody's.
            currentTarget.closest("section")?.focus()
            void linked.look()
          }}
        >
          <Again />
          {words.value.retry}
        </button>
      )}
    </section>
  )
}

export const LinkedAnswer = (props: Props) => (
  <>
    <Announced linked={props.linked} />
    <Section {...props} />
  </>
)
