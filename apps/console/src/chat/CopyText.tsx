/** Button with an icon that copies a text; without access to the clipboard it says so. */
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { words } from "../words/Language.ts"

interface Props {
  readonly label: string
  readonly text: () => string
  readonly children: ComponentChildren
}

export const CopyText = ({ children, label, text }: Props) => {
  const said = useSignal("")
  const { copyFailed, timing } = words.value
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      said.value = timing.copied
    } catch {
      said.value = copyFailed
    }
  }
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        onClick={() => void copy()}
      >
        {children}
      </button>
      {said.value !== "" && <span role="status">{said.value}</span>}
    </>
  )
}
