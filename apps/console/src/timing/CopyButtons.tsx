/**
 * Buttons that copy one turn to the clipboard: the server's closing message as JSON with the times that this page measured, or its
 * waterfall as a PNG. Without access to the clipboard the JSON is shown, and the picture is downloaded.
 */
import type { TurnEnd } from "@manga-assist/client"
import { useSignal } from "@preact/signals"
import type { Turn } from "../chat/Turn.ts"
import { pictureOf, savePicture } from "./Picture.ts"
import type { Waterfall } from "./Waterfall.ts"
import { words } from "../words/Language.ts"

interface Props {
  readonly end: TurnEnd
  readonly turn: Turn
  readonly waterfall: Waterfall
}

const copy = async (items: Record<string, Blob>): Promise<boolean> => {
  try {
    await navigator.clipboard.write([new ClipboardItem(items)])
    return true
  } catch {
    return false
  }
}

export const CopyButtons = ({ end, turn, waterfall }: Props) => {
  const said = useSignal("")
  const { timing } = words.value
  const copyJson = async () => {
    const { question, seen } = turn
    const text = JSON.stringify({ question, end, seenByPageMs: seen }, undefined, 2)
    const isCopied = await copy({ "text/plain": new Blob([text], { type: "text/plain" }) })
    said.value = isCopied ? timing.copied : text
  }
  const copyPicture = async () => {
    const picture = await pictureOf(turn.question, end, waterfall)
    if (picture === undefined) return
    const isCopied = await copy({ "image/png": picture })
    if (!isCopied) savePicture(picture)
    said.value = isCopied ? timing.copied : timing.savedPicture
  }
  return (
    <div class="copy">
      <button type="button" onClick={() => void copyJson()}>
        {timing.copyJson}
      </button>
      <button type="button" onClick={() => void copyPicture()}>
        {timing.copyPicture}
      </button>
      <output>{said.value}</output>
    </div>
  )
}
