/** Panel with the times of one answer, and below it those of all answers of this visit. */
import type { TurnEnd } from "@manga-assist/client"
import type { Chat } from "../chat/Chat.ts"
import type { Turn } from "../chat/Turn.ts"
import type { Faults } from "../faults/Faults.ts"
import { Breakable } from "./Breakable.tsx"
import { firstContentMs } from "../chat/FirstContent.ts"
import { Budget } from "./Budget.tsx"
import { Guide } from "./Guide.tsx"
import { LiveView } from "./LiveView.tsx"
import { CopyButtons } from "./CopyButtons.tsx"
import { milliseconds } from "../words/Milliseconds.ts"
import { raceOf } from "./Race.ts"
import { RaceLine } from "./RaceLine.tsx"
import { Reasons } from "./Reasons.tsx"
import { Visit } from "./Visit.tsx"
import { isFromModel, vainCalls, type Waterfall, waterfallOf } from "./Waterfall.ts"
import { WaterfallView } from "./WaterfallView.tsx"
import { languageOf, sourceWords, words } from "../words/Language.ts"

/** What the message waited for before its turn began. */
const waitOf = ({ queuedMs, rows }: Waterfall): string => {
  const { queued, queuedBusy } = words.value.timing
  const isBusy = rows.some(({ outcome, stage }) => stage === "queue" && outcome === "busy")
  return (isBusy ? queuedBusy : queued)(milliseconds(queuedMs))
}

/** The answer in one sentence: what a reader takes away who looks at nothing else. */
const headline = (end: TurnEnd, waterfall: Waterfall): string => {
  const { longest, totalMs } = waterfall
  const { stages, timing } = words.value
  const vain = vainCalls(waterfall, end)
  if (vain !== undefined) {
    return (vain.areRefused ? timing.allRefused : timing.silent)(milliseconds(vain.ms))
  }
  if (!isFromModel(end)) return timing.fromMemory(milliseconds(totalMs))
  const name = stages[longest?.stage ?? ""]?.[0] ?? longest?.stage ?? ""
  const took = (longest?.endMs ?? 0) - (longest?.startMs ?? 0)
  return timing.longest(name, milliseconds(took), milliseconds(totalMs))
}

const Times = ({ end, turn }: { readonly end: TurnEnd; readonly turn: Turn }) => {
  const waterfall = waterfallOf(end)
  const race = raceOf(end)
  const { timing } = words.value
  const [source, meaning] = sourceWords(end.source)
  return (
    <>
      <p class="about-turn" lang={languageOf(turn.question)}>
        {turn.question}
      </p>
      <p class="headline">
        <span class="source" data-source={end.source} title={meaning}>
          {source}
        </span>
        <b>{timing.firstContent(milliseconds(firstContentMs(end)))}</b>
        {waterfall.queuedMs > 0 && <span>{waitOf(waterfall)}</span>}
        <span>{headline(end, waterfall)}</span>
      </p>
      {race !== undefined && <RaceLine end={end} race={race} />}
      <Budget waterfall={waterfall} />
      <WaterfallView key={turn.id} race={race} waterfall={waterfall} />
    </>
  )
}

/** Of a turn that has no end: what became of it, by the server's clock where it told, or by this page's own. */
const Seen = ({ turn }: { readonly turn: Turn }) => {
  const { failed, failures, timing } = words.value
  const timeline = turn.failure.value?.timeline
  return (
    <>
      <p class="about-turn" lang={languageOf(turn.question)}>
        {turn.question}
      </p>
      <p class="headline">
        <b>{failures[turn.failure.value?.code ?? ""] ?? failed}</b>
        {timeline === undefined && <span>{timing.noTimes}</span>}
      </p>
      {timeline !== undefined ? (
        <WaterfallView waterfall={waterfallOf({ timeline })} />
      ) : (
        turn.seen.complete !== undefined && <LiveView turn={turn} />
      )}
    </>
  )
}

/** What was seen of it, and when. */
const SeenTimes = ({ turn }: { readonly turn: Turn }) => {
  const { timing } = words.value
  const { complete, products, words: firstWords } = turn.seen
  const moments = [
    [timing.marks["first-products"], products],
    [timing.marks["first-token"], firstWords],
    [timing.seenEnd, complete],
  ] as const
  return (
    <dl class="reasons">
      <dt>{timing.seen}</dt>
      <dd>
        {moments.map(
          ([what = "", ms]) =>
            ms !== undefined && <p key={what}>{timing.seenAt(what, milliseconds(ms))}</p>,
        )}
      </dd>
    </dl>
  )
}

/** Of a turn that runs: what this page sees of it. */
const Running = ({ turn }: { readonly turn: Turn }) => (
  <>
    <p class="about-turn" lang={languageOf(turn.question)}>
      {turn.question}
    </p>
    <p class="hint">{words.value.timing.running}</p>
    <LiveView key={turn.id} turn={turn} />
  </>
)

const Picture = ({ turn }: { readonly turn: Turn }) => {
  const end = turn.end.value
  if (end !== undefined) return <Times end={end} turn={turn} />
  return turn.phase.value === "failed" ? <Seen turn={turn} /> : <Running turn={turn} />
}

const Below = ({ turn }: { readonly turn: Turn }) => {
  const end = turn.end.value
  if (end === undefined) return turn.phase.value === "failed" ? <SeenTimes turn={turn} /> : null
  return (
    <>
      <Reasons end={end} />
      <CopyButtons end={end} turn={turn} waterfall={waterfallOf(end)} />
    </>
  )
}

interface Props {
  readonly chat: Chat
  /** Undefined where no emulators run on this machine. */
  readonly faults: Faults | undefined
}

export const TimingPanel = ({ chat, faults }: Props) => {
  const turn = chat.shown.value
  const { timing } = words.value
  return (
    <div class="panel">
      <h2>{timing.title}</h2>
      {turn !== undefined ? (
        <Picture turn={turn} />
      ) : (
        <>
          <p class="hint">{timing.empty}</p>
          <Guide />
        </>
      )}
      {/* The same element for every picture, so that a button keeps its focus when an answer ends. */}
      {faults !== undefined && <Breakable faults={faults} />}
      {turn !== undefined && <Below turn={turn} />}
      <Visit chat={chat} />
    </div>
  )
}
