/**
 * Texts of the replay, in both languages. A replay puts the same questions to a server with all optimisations of the
 * source document off ("before") and to one with all of them on ("after"). (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
import { computed } from "@preact/signals"
import { language, type Language } from "../words/Language.ts"

const english = {
  title: "Before | after",
  about:
    "Asks two running servers the same twenty new questions: first the assistant as the source document describes it before its optimisations, then this one. The document is the description of the earlier assistant, with its latencies; the emulated services take as long as it says. A replay takes about a minute, and meanwhile the chat's answers have those latencies, too.",
  start: "Replay both",
  again: "Replay again",
  running: "Replaying…",
  recorded: (day: string) =>
    `Recorded on ${day}, on two cores of a virtual machine; it is replaced by what is replayed here.`,
  both: "Before and after on one axis",
  side: "Side",
  factor: (content: string, word: string) =>
    `After: first content ${content} times sooner, first word ${word} times sooner.`,
  failed: (why: string) => `The replay failed: ${why}`,
  steps: {
    starting: () => "starting its server",
    warming: (done: number, of: number) => `warming up, ${done} of ${of}`,
    asking: (done: number, of: number) => `question ${done} of ${of}`,
  },
  sides: {
    before: ["Before", "A connection for each call, one read after the other, writes awaited."],
    after: ["After", "Connections kept, reads beside each other and ahead, writes afterwards."],
  },
  firstWord: "first word",
  firstContent: "first content",
  half: (turns: number) => `median of ${turns} turns`,
  most: (ms: string) => `p95 ${ms}`,
  document: (ms: string) => `the document says ${ms}`,
  sooner: (word: string, content: string) =>
    `After: the first word comes ${word} sooner, and the customer sees something ${content} sooner.`,
  later: (word: string, content: string) =>
    `After, this time: first word ${word} later, first content ${content} later.`,
  mixed: (word: string, content: string) =>
    `Time gained: first word ${word}, first content ${content}.`,
  longest: (stage: string, ms: string) => `“${stage}” takes longest: ${ms}.`,
  legend: {
    bar: "this replay, median",
    outline: "what the source document says",
  },
  unanswered: (count: number, why: string) => `${count} without a figure: ${why}`,
  onlyHere: (stages: string) =>
    `Waited for here alone: ${stages}. After, the guardrail runs beside the stream, and writes follow the answer.`,
  /** Those that a turn of the chat does not have; the others are called as there. */
  stages: {
    edge: "Gateway",
    "way-in": "To the server",
    hops: "Between services",
    prefetch: "Session, orders",
    assembly: "Write the prompt",
    guardrail: "Guardrail",
    "cache-write": "Write the cache",
    "session-update": "Write the session",
    "way-out": "To the customer",
  } as Readonly<Record<string, string>>,
}

type ReplayWords = typeof english

const japanese: ReplayWords = {
  title: "改善前｜改善後",
  about:
    "動作中の二つのサーバーに、同じ新しい質問20件を尋ねます。一つは元の文書（以前のアシスタントと遅延の記述）の改善前の構成、もう一つはこのシステムです。エミュレーターは文書の時間で動きます。約1分かかり、その間は会話の回答も同じ時間になります。",
  start: "両方を再生",
  again: "もう一度再生",
  running: "再生中…",
  recorded: (day) =>
    `${day}に仮想マシンの2コアで記録した結果です。ここで再生すると置き換わります。`,
  both: "改善前と改善後（同じ軸）",
  side: "構成",
  factor: (content, word) =>
    `改善後：最初の内容が ${content} 倍、最初の言葉が ${word} 倍早くなりました。`,
  failed: (why) => `再生に失敗しました：${why}`,
  steps: {
    starting: () => "サーバーを起動中",
    warming: (done, of) => `準備運転 ${done}／${of}`,
    asking: (done, of) => `質問 ${done}／${of}`,
  },
  sides: {
    before: ["改善前", "呼び出しごとに接続し、読み取りは一つずつ、書き込みを待ちます。"],
    after: ["改善後", "接続を保ち、読み取りは並行と先読み、書き込みは後から。"],
  },
  firstWord: "最初の言葉",
  firstContent: "最初の内容",
  half: (turns) => `${turns}回の中央値`,
  most: (ms) => `p95 ${ms}`,
  document: (ms) => `文書では ${ms}`,
  sooner: (word, content) =>
    `改善後は、最初の言葉が ${word}、最初の内容が ${content} 早くなりました。`,
  later: (word, content) =>
    `今回の改善後：最初の言葉が ${word}、最初の内容が ${content} 遅れました。`,
  mixed: (word, content) => `改善前と改善後の差：最初の言葉 ${word}、最初の内容 ${content}。`,
  longest: (stage, ms) => `最も長いのは「${stage}」：${ms}。`,
  legend: {
    bar: "今回の再生（中央値）",
    outline: "元の文書の値",
  },
  unanswered: (count, why) => `値のない質問 ${count}件：${why}`,
  onlyHere: (stages) =>
    `こちらだけが待つもの：${stages}。改善後は、ガードレールは配信と並行し、書き込みは回答の後です。`,
  stages: {
    edge: "ゲートウェイ",
    "way-in": "サーバーまで",
    hops: "サービス間",
    prefetch: "会話と注文",
    assembly: "プロンプト作成",
    guardrail: "ガードレール",
    "cache-write": "キャッシュ書込",
    "session-update": "会話の書込",
    "way-out": "お客様まで",
  },
}

const all: Readonly<Record<Language, ReplayWords>> = { en: english, ja: japanese }

export const replayWords = computed<ReplayWords>(() => all[language.value])
