/**
 * Draws the waterfall of one turn as a PNG, always in light colours, because it ends up in documents and chats; also
 * saves it as a download.
 */
import type { TurnEnd } from "@manga-assist/client"
import { firstContentMs } from "../chat/FirstContent.ts"
import { axisOf, shareOf } from "./Axis.ts"
import { count, milliseconds } from "../words/Milliseconds.ts"
import { lanesOf, raceOf } from "./Race.ts"
import { raceWords } from "./RaceLine.tsx"
import type { Row, Waterfall } from "./Waterfall.ts"
import { sourceWords, words } from "../words/Language.ts"

const width = 960
const margin = 32
const labels = 190
const figures = 90
const rowHeight = 30
const top = 152
const font = 'system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic", IPAGothic, sans-serif'
const ink = "#1f1b1a"
const muted = "#655d57"
const faint = "#e5dccf"
/** How much of its colour a bar of the turn behind has. */
const paleness = 0.3

const heightOf = (lanes: number): number => top + lanes * rowHeight + margin + 26
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
  waterfall: Waterfall,
): void => {
  const { budgetMs, lastMs, marks, queuedMs } = waterfall
  const race = raceOf(end)
  const lanes = lanesOf(waterfall, race?.waterfall)
  const axis = axisOf(Math.max(lastMs, race?.waterfall.lastMs ?? 0))
  const { stages, timing } = words.value
  const bottom = top + lanes.length * rowHeight
  const from = margin + labels
  const span = width - from - figures - margin
  const at = (ms: number) => from + shareOf(axis, ms) * span
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
  canvas.fillRect(0, 0, width, heightOf(lanes.length))
  write([...question].slice(0, 90).join(""), margin, 44, 20, ink, width - 2 * margin)
  const first = timing.firstContent(milliseconds(firstContentMs(end)))
  const raced = race === undefined ? undefined : raceWords(end, race)
  const summary = [
    sourceWords(end.source)[0],
    first,
    ...(raced === undefined ? [] : [raced.sooner]),
  ]
  write(summary.join(" · "), margin, 72, 15, muted)
  if (raced !== undefined) {
    write(raced.model, margin, bottom + 26, 13, muted, width - 2 * margin)
    write(raced.kept, margin, bottom + 44, 13, muted, width - 2 * margin)
  }
  const legend = marks.map(
    ({ atMs, name }) => `${timing.marks[name] ?? name} ${milliseconds(atMs)}`,
  )
  const hasBudget = queuedMs + budgetMs <= axis.endMs
  if (hasBudget) legend.push(timing.budgetLine(milliseconds(budgetMs)))
  write(legend.join("  ·  "), margin, 102, 14, ink)
  for (const ms of axis.ticks) {
    line(ms, faint)
    const isLast = ms === axis.endMs
    write(isLast ? milliseconds(ms) : count(ms), at(ms) - (isLast ? 44 : 0), top - 12, 12, muted)
  }
  for (const { atMs, name } of marks) line(atMs, markColours[name] ?? ink)
  if (hasBudget) line(queuedMs + budgetMs, muted)
  const bar = ({ endMs, isPart, stage, startMs }: Row, y: number, opacity: number) => {
    canvas.globalAlpha = opacity
    canvas.fillStyle = colours[stage] ?? "#8a7f76"
    canvas.fillRect(at(startMs), y + 7, Math.max(2, at(endMs) - at(startMs)), isPart ? 10 : 16)
    canvas.globalAlpha = 1
  }
  for (const [index, { pale, row }] of lanes.entries()) {
    const y = top + index * rowHeight
    const shown = row ?? pale
    if (shown === undefined) continue
    const { endMs, isPart, stage, startMs } = shown
    const colour = isPart || row === undefined ? muted : ink
    write(stages[stage]?.[0] ?? stage, margin + (isPart ? 16 : 0), y + 20, 14, colour)
    if (pale !== undefined) bar(pale, y, paleness)
    if (row !== undefined) bar(row, y, 1)
    write(milliseconds(endMs - startMs), width - margin - figures + 16, y + 20, 14, colour)
  }
}

/** A PNG; undefined where the browser draws none. */
export const pictureOf = (
  question: string,
  end: TurnEnd,
  waterfall: Waterfall,
): Promise<Blob | undefined> => {
  const canvas = document.createElement("canvas")
  const height = heightOf(lanesOf(waterfall, raceOf(end)?.waterfall).length)
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
