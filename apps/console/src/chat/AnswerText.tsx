/** Renders the text of an answer with the Markdown it may contain, as nodes; HTML is never parsed. */
import { type ComponentChild, Fragment } from "preact"
import { type Block, type Inline, parseMarkdown } from "./Markdown.ts"
import { languageOf } from "../words/Language.ts"

const inline = (parts: ReadonlyArray<Inline>): ReadonlyArray<ComponentChild> =>
  parts.map((part, at) => {
    if (part.kind === "text") return part.text
    if (part.kind === "link") {
      return (
        <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
          {part.text}
        </a>
      )
    }
    const children = inline(part.children)
    return part.kind === "strong" ? (
      <strong key={at}>{children}</strong>
    ) : (
      <em key={at}>{children}</em>
    )
  })

const block = (one: Block, at: number) => {
  if (one.kind === "paragraph") {
    return (
      <p key={at}>
        {one.lines.map((line, number) => (
          <Fragment key={number}>
            {number > 0 && <br />}
            {inline(line)}
          </Fragment>
        ))}
      </p>
    )
  }
  const items = one.items.map((item, number) => <li key={number}>{inline(item)}</li>)
  return one.start === undefined ? (
    <ul key={at}>{items}</ul>
  ) : (
    <ol key={at} start={one.start}>
      {items}
    </ol>
  )
}

export const AnswerText = ({ text }: { readonly text: string }) => (
  <div class="text" lang={languageOf(text)}>
    {parseMarkdown(text).map(block)}
  </div>
)
