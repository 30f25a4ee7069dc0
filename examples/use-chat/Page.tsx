/**
 * A page whose chat is the AI SDK's own `useChat`, unchanged: it speaks to `POST /ai` of a MangaAssist server. Product
 * cards are a data part, which a later list replaces; what the model looks up is told while it does.
 */
import { useChat } from "@ai-sdk/react"
import { DefaultChatTransport, type UIMessage } from "ai"
import { useState } from "react"
import { createRoot } from "react-dom/client"

interface Card {
  readonly id: string
  readonly title: string
  readonly url: string
}
interface Looking {
  readonly tools: ReadonlyArray<{ readonly label: string }>
}
type Message = UIMessage<unknown, { products: ReadonlyArray<Card>; looking: Looking }>

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
  const [looking, setLooking] = useState("")
  const { error, messages, sendMessage, status, stop } = useChat<Message>({
    transport,
    onData: (part) =>
      setLooking(
        part.type === "data-looking" ? part.data.tools.map(({ label }) => label).join(", ") : "",
      ),
    onFinish: () => setLooking(""),
  })
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
      {looking !== "" && <p role="status">Looking up: {looking}</p>}
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
