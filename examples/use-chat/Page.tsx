/**
 * A page whose chat is the AI SDK's own `useChat`, unchanged: it speaks to `POST /ai` of a MangaAssist server. Product
 * cards arrive as data parts before the text.
 */
import { useChat } from "@ai-sdk/react"
import { DefaultChatTransport, type UIMessage } from "ai"
import { createRoot } from "react-dom/client"

interface Card {
  readonly id: string
  readonly title: string
  readonly url: string
}
type Message = UIMessage<unknown, { products: ReadonlyArray<Card> }>

const transport = new DefaultChatTransport<Message>({ api: "/ai" })

const Part = ({ part }: { readonly part: Message["parts"][number] }) => {
  if (part.type === "text") return <p>{part.text}</p>
  if (part.type !== "data-products") return null
  return part.data.map(({ id, title, url }) => (
    <a key={id} href={url}>
      {title}
    </a>
  ))
}

const Assistant = () => {
  const { error, messages, sendMessage, status, stop } = useChat<Message>({ transport })
  return (
    <form
      action={(form) => {
        const text = form.get("text")
        if (typeof text === "string") void sendMessage({ text })
      }}
    >
      {messages.map(({ id, parts, role }) => (
        <section key={id} className={role}>
          {parts.map((part, at) => (
            <Part key={at} part={part} />
          ))}
        </section>
      ))}
      <input name="text" aria-label="Your question" />
      {status === "streaming" && (
        <button type="button" onClick={() => void stop()}>
          Stop
        </button>
      )}
      {error && <p role="alert">{error.message}</p>}
    </form>
  )
}

createRoot(document.querySelector("#assistant") ?? document.body).render(<Assistant />)
