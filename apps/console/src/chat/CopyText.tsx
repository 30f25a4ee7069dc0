/** Button that copies the text of an answer; without access to the clipboard it says so. */
import { useSignal } from "@preact/signals"
import { Copy } from "../look/Icons.tsx"
import { words } from "../words/Language.ts"

export const CopyText = ({ text }: { readonly text: string }) => {
  const said = useSignal("")
  const { copyAnswer, copyFailed, timing } = words.value
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
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
        aria-label={copyAnswer}
        title={copyAnswer}
        onClick={() => void copy()}
      >
        <Copy />
      </button>
      {said.value !== "" && <span role="status">{said.value}</span>}
    </>
  )
}
