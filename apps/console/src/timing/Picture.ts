/**
 * Draws the waterfall of one turn as a PNG, always in light colours, because it ends up in documents and chats; also
 * saves it as a download.
 */
import type { TurnEnd } from "@manga-assist/client"
import { milliseconds } from "../words/Milliseconds.ts"
import type { Waterfall } from "./Waterfall.ts"
import { sourceWords, words } from "../words/Language.ts"

const width = 960
const margin = 32
const labels = 190
const figures = 90
const rowHeight = 30
const top = 132
const font = 'system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic", IPAGothic, sans-serif'
const ink = "#1f1b1a"
const muted = "#655d57"
const colours: Readonly<Record<string, string>> = {
  model: "#b3261e",
  "model-2": "#b3261e",
  "model-3": "#b3261e",
  writing: "#d9776c",
  "tool-call": "#b3261e",
  "tool-read": "#9a6a00",
  retrieve: "#9a6a00",
  recall: "#0b6e69",
  prefetch: "#3d5a80",
}
const markColours: Readonly<Record<string, string>> = {
  "first-products": "#9a6a00",
  "first-token": "#b3261e",
}

const draw = (
  canvas: CanvasRenderingContext2D,
  question: string,
  end: TurnEnd,
  { budgetMs, marks, rows, scaleMs }: Waterfall,
): void => {
  const { stages, timing } = words.value
  const bottom = top + rows.length * rowHeight
  const from = margin + labels
  const span = width - from - figures - margin
  const at = (ms: number) => from + Math.min(1, ms / scaleMs) * span
  const write = (
    text: string,
    x: number,
    y: number,
    size: number,
    colour: string,
    most = width,
  ) => {
    canvas.font = `${size}px ${font}`
    canvas.fillStyle = colour
    canvas.fillText(text, x, y, most)
  }
  const line = (ms: number, colour: string) => {
    canvas.fillStyle = colour
    canvas.fillRect(at(ms), top - 6, 1.5, bottom - top + 12)
  }
  canvas.fillStyle = "#fffdf9"
  canvas.fillRect(0, 0, width, bottom + margin)
  write([...question].slice(0, 90).join(""), margin, 44, 20, ink, width - 2 * margin)
  const summary = `${sourceWords(end.source)[0]} · ${timing.firstContent(milliseconds(end.budget.usedMs))}`
  write(summary, margin, 72, 15, muted)
  const legend = marks.map(
    ({ atMs, name }) => `${timing.marks[name] ?? name} ${milliseconds(atMs)}`,
  )
  write(legend.join("  ·  "), margin, 102, 14, ink)
  for (const { atMs, name } of marks) line(atMs, markColours[name] ?? ink)
  if (budgetMs <= scaleMs) line(budgetMs, muted)
  for (const [index, { endMs, isPart, stage, startMs }] of rows.entries()) {
    const y = top + index * rowHeight
    write(stages[stage]?.[0] ?? stage, margin + (isPart ? 16 : 0), y + 20, 14, isPart ? muted : ink)
    canvas.fillStyle = colours[stage] ?? "#8a7f76"
    canvas.fillRect(at(startMs), y + 7, Math.max(2, at(endMs) - at(startMs)), isPart ? 10 : 16)
    write(milliseconds(endMs - startMs), width - margin - figures + 16, y + 20, 14, ink)
  }
}

/** A PNG; undefined where the browser draws none. */
export const pictureOf = (
  question: string,
  end: TurnEnd,
  waterfall: Waterfall,
): Promise<Blob | undefined> => {
  const canvas = document.createElement("canvas")
  const height = top + waterfall.rows.length * rowHeight + margin
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext("2d")
  if (context === null) return Promise.resolve(undefined)
  context.scale(2, 2)
  draw(context, question, end, waterfall)
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"))
}

export const savePicture = (picture: Blob): void => {
  const address = URL.createObjectURL(picture)
  const link = document.createElement("a")
  link.href = address
  link.download = "manga-assist-turn.png"
  link.click()
  URL.revokeObjectURL(address)
}
