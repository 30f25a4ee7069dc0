/**
 * Parses the subset of Markdown that answers may contain: bold, italics, lists, line breaks, links to `https:`.
 * Everything else stays plain text. Takes time linear in the length of any text.
 */
import { safeAddress } from "../words/SafeText.ts"

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em"; readonly children: ReadonlyArray<Inline> }
  | { readonly kind: "link"; readonly href: string; readonly text: string }

export type Block =
  | { readonly kind: "paragraph"; readonly lines: ReadonlyArray<ReadonlyArray<Inline>> }
  | {
      readonly kind: "list"
      /** Of the first item; undefined for a list without numbers. */
      readonly start: number | undefined
      readonly items: ReadonlyArray<ReadonlyArray<Inline>>
    }

const token = /\*\*|\*|\[([^[\]\n]{1,200})\]\(([^()\s]{1,500})\)/g

interface Open {
  readonly mark: string
  readonly children: Array<Inline>
}

const text = (value: string): Inline => ({ kind: "text", text: value })

/** Reads one line. Marks without a partner are text. */
export const parseInline = (line: string): ReadonlyArray<Inline> => {
  const stack: Array<Open> = [{ mark: "", children: [] }]
  const top = (): Open => stack.at(-1) ?? { mark: "", children: [] }
  const push = (value: string) => {
    if (value !== "") top().children.push(text(value))
  }
  let from = 0
  for (const match of line.matchAll(token)) {
    const [whole, label, address] = match
    push(line.slice(from, match.index))
    from = match.index + whole.length
    if (label !== undefined) {
      const href = safeAddress(address)
      if (href === undefined) push(whole)
      else top().children.push({ kind: "link", href, text: label })
    } else if (top().mark === whole && top().children.length > 0) {
      const { children } = top()
      stack.pop()
      top().children.push({ kind: whole === "**" ? "strong" : "em", children })
    } else if (stack.length < 4 && /\S/.test(line[from] ?? " ")) {
      stack.push({ mark: whole, children: [] })
    } else push(whole)
  }
  push(line.slice(from))
  while (stack.length > 1) {
    const { children, mark } = top()
    stack.pop()
    top().children.push(text(mark), ...children)
  }
  return top().children
}

const item = /^\s{0,3}(?:[-*+]|(\d{1,6})[.)])\s(.*)$/

export const parseMarkdown = (source: string): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let lines: Array<ReadonlyArray<Inline>> = []
  let items: Array<ReadonlyArray<Inline>> = []
  let start: number | undefined
  const close = () => {
    if (lines.length > 0) blocks.push({ kind: "paragraph", lines })
    if (items.length > 0) blocks.push({ kind: "list", start, items })
    lines = []
    items = []
  }
  for (const line of source.split("\n")) {
    const [, number, content] = item.exec(line) ?? []
    if (content !== undefined) {
      const isOther = items.length > 0 && (start === undefined) !== (number === undefined)
      if (lines.length > 0 || isOther) close()
      if (items.length === 0) start = number === undefined ? undefined : Number(number)
      items.push(parseInline(content.trimStart()))
    } else if (line.trim() === "") close()
    else {
      if (items.length > 0) close()
      lines.push(parseInline(line))
    }
  }
  close()
  return blocks
}
