/** Texts of the row for whoever is on call, and of the last turns, in both languages. */
import { computed } from "@preact/signals"
import { language, type Language } from "../words/Language.ts"

const counted = (minutes: number): string => (minutes === 1 ? "minute" : `${minutes} minutes`)

const english = {
  title: "Are customers all right now?",
  here: (minutes: number) => `The last ${counted(minutes)}; each line is the last hour.`,
  hereOf: (minutes: number, instances: number) =>
    `The last ${counted(minutes)} on the instance that serves this page, one of ${instances}; each line is the last hour.`,
  hereOfAll: (minutes: number, instances: number) =>
    `The last ${counted(minutes)} over all ${instances} instances, first content of the slowest; each line is the last hour.`,
  turns: "Turns a minute",
  errors: "Errors",
  overBudget: "Over budget",
  firstContent: "First content, p95",
  hits: "Hit rate",
  dollars: "Model, an hour",
  notes: {
    turns: "All endings.",
    errors: "Turns that ended by a fault of ours, of all.",
    overBudget: "First content later than the budget, of all.",
    firstContent: "Of all endings. Of a turn without content: its end.",
    hits: "Answered from memory, of those that memory or a model could answer.",
    dollars: "What the models' tokens cost, by the price list of the server.",
  },
  unwell: "Unwell",
  well: "No service is unwell.",
  left: (what: string, share: string, last: string) =>
    `${what}: ${share} of turns, last at ${last}`,
  noModel: "no model answers",
  noAnswer: (stage: string) => `${stage}: no answer in time to any turn that asked`,
  since: (what: string, when: string) => `${what}, since ${when}`,
  last: "The last turns",
  lastHint: "Of this instance, the newest first. Select one to see where its time went.",
  show: "Show",
  filters: {
    all: "all",
    misses: "misses",
    hits: "hits",
    failed: "failed",
    over: "over budget",
  },
  none: "none of these",
  why: "Why it was no hit",
  /** By the outcome of the look-up. */
  missed: {
    miss: "not answered before, or not in words that are understood",
    stale: "answered before, but long past its time",
    outdated: "answered before, but prices or facts have changed",
    invalidated: "answered before, but prices or facts have changed",
    unreadable: "the cache could not be read",
    "switched-off": "answers to other words are switched off here",
    unfinished: "the cache answered too late",
    cancelled: "the cache answered too late",
  } as Readonly<Record<string, string>>,
  notAsked: "not asked: the question depends on its conversation or its customer",
}

type ShiftWords = typeof english

const japanese: ShiftWords = {
  title: "お客様への応答は順調ですか",
  here: (minutes) => `直近${minutes}分。線は直近1時間です。`,
  hereOf: (minutes, instances) =>
    `このページを出しているインスタンス（${instances}台のうち1台）の直近${minutes}分。線は直近1時間です。`,
  hereOfAll: (minutes, instances) =>
    `全${instances}台の直近${minutes}分。最初の内容は最も遅い1台の値です。線は直近1時間です。`,
  turns: "応答数（毎分）",
  errors: "エラー",
  overBudget: "予算超過",
  firstContent: "最初の内容 p95",
  hits: "ヒット率",
  dollars: "モデル（毎時）",
  notes: {
    turns: "すべての終わり方。",
    errors: "こちらの障害で終わった応答の割合。",
    overBudget: "最初の内容が予算より遅れた割合。",
    firstContent: "すべての終わり方。内容のない応答は、その終わりまで。",
    hits: "メモリーかモデルが答えられる質問のうち、メモリーから答えた割合。",
    dollars: "モデルのトークン費用。サーバーの価格表によります。",
  },
  unwell: "不調",
  well: "不調なサービスはありません。",
  left: (what, share, last) => `${what}：応答の${share}、最後は${last}`,
  noModel: "答えるモデルなし",
  noAnswer: (stage) => `${stage}：時間内の応答が一度もありません`,
  since: (what, when) => `${what}（${when} から）`,
  last: "最近の応答",
  lastHint: "このインスタンスの応答。新しい順です。選ぶと時間の内訳が出ます。",
  show: "表示",
  filters: {
    all: "すべて",
    misses: "ミス",
    hits: "ヒット",
    failed: "失敗",
    over: "予算超過",
  },
  none: "該当なし",
  why: "ヒットしなかった理由",
  missed: {
    miss: "回答されたことがないか、理解できる言葉ではありません",
    stale: "回答済みだが、期限を大きく過ぎています",
    outdated: "回答済みだが、価格や事実が変わりました",
    invalidated: "回答済みだが、価格や事実が変わりました",
    unreadable: "キャッシュを読めませんでした",
    "switched-off": "別の言い方への回答はここでは停止中です",
    unfinished: "キャッシュの応答が間に合いませんでした",
    cancelled: "キャッシュの応答が間に合いませんでした",
  },
  notAsked: "照合なし：会話またはお客様による質問です",
}

const all: Readonly<Record<Language, ShiftWords>> = { en: english, ja: japanese }

export const shiftWords = computed<ShiftWords>(() => all[language.value])
