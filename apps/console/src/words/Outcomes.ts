/** How a stage ended, in both languages: the codes of a timeline's `outcome`, and the reads that were missing of those ahead. */
import type { Language } from "./Language.ts"

const english = {
  codes: {
    ok: "done",
    hit: "all of it was there",
    miss: "not answered before",
    unreadable: "the cache could not be read",
    exact: "answered before, in the same words",
    canonical: "answered before, in other words",
    alias: "answered before, in a learned wording",
    precomputed: "answered ahead",
    stale: "answered before, past its time",
    outdated: "an answer that no longer holds",
    invalidated: "an answer that no longer holds",
    busy: "the server was busy; no earlier question was in the way",
    followed: "another customer's call answers this as well",
    outrun: "another call spoke first",
    draft: "found while the question was typed",
    none: "nothing to find",
    empty: "nothing found",
    complete: "complete",
    cancelled: "no longer needed",
    unfinished: "still running at the end",
    "first-token-timeout": "no word within its time: given up",
    "gap-timeout": "fell silent: given up",
    connection: "the connection failed",
    throttled: "refused: too many calls",
    unavailable: "refused: not available",
    truncated: "broken off",
    "model-error": "the model failed",
    timeout: "too late: given up",
    "switched-off": "not used: this wording was served wrongly before",
    "draft-failed": "what was looked up while the question was typed came to nothing",
    "records-late": "not all records came in time",
    "records-cut": "more volumes than one answer reads",
    "not-followed": "asked for what the store does not look up",
    failed: "it failed",
    validation: "refused: not what it takes",
    "access-denied": "refused: no right",
    certificate: "its certificate is not to be trusted",
    aborted: "the connection was closed",
    refused: "no connection",
    rejected: "refused: not what it takes",
    "invalid-reply": "its answer could not be read",
    "conditional-check-failed": "refused: changed meanwhile",
    "not-configured": "not set up",
  },
  reads: {
    conversation: "the conversation",
    customer: "the customer",
    trending: "what is popular",
    orders: "the orders",
  },
  states: { late: "came too late", failed: "could not be read", none: "not read ahead" },
  missing: (read: string, state: string) => `${read} ${state}`,
  and: ", ",
}

type Codes = Readonly<Record<string, string>>
type OutcomeWords = Readonly<
  Record<"codes" | "reads" | "states", Codes> & Pick<typeof english, "and" | "missing">
>

const japanese: typeof english = {
  codes: {
    ok: "完了",
    hit: "すべて揃っていました",
    miss: "回答されたことがありません",
    unreadable: "キャッシュを読めませんでした",
    exact: "同じ言葉で回答済み",
    canonical: "別の言い方で回答済み",
    alias: "学習した言い方で回答済み",
    precomputed: "事前に回答済み",
    stale: "回答済みだが期限切れ",
    outdated: "もう有効でない回答",
    invalidated: "もう有効でない回答",
    busy: "サーバーが混んでいました（前の質問はなし）",
    followed: "他のお客様への呼び出しを共有",
    outrun: "別の呼び出しが先に話しました",
    draft: "入力中に見つけたもの",
    none: "探すものなし",
    empty: "見つかりません",
    complete: "完結",
    cancelled: "不要になりました",
    unfinished: "終了時にも実行中",
    "first-token-timeout": "時間内に言葉がなく、打ち切り",
    "gap-timeout": "途中で無応答になり、打ち切り",
    connection: "接続に失敗",
    throttled: "拒否：呼び出しが多すぎ",
    unavailable: "拒否：利用不可",
    truncated: "途切れました",
    "model-error": "モデルの失敗",
    timeout: "間に合わず、打ち切り",
    "switched-off": "不使用：この言い方は以前誤った回答になりました",
    "draft-failed": "入力中の検索は役に立ちませんでした",
    "records-late": "間に合わない記録がありました",
    "records-cut": "一度に読む巻数を超えました",
    "not-followed": "お店で調べられないものを求めました",
    failed: "失敗",
    validation: "拒否：受け付けない内容",
    "access-denied": "拒否：権限なし",
    certificate: "証明書を信頼できません",
    aborted: "接続が閉じられました",
    refused: "接続できません",
    rejected: "拒否：受け付けない内容",
    "invalid-reply": "応答を読めませんでした",
    "conditional-check-failed": "拒否：その間に変更",
    "not-configured": "設定されていません",
  },
  reads: { conversation: "会話", customer: "お客様の情報", trending: "人気の作品", orders: "注文" },
  states: {
    late: "が間に合いませんでした",
    failed: "を読めませんでした",
    none: "は先読みされていません",
  },
  missing: (read, state) => `${read}${state}`,
  and: "、",
}

const all: Readonly<Record<Language, OutcomeWords>> = { en: english, ja: japanese }

/** `degraded`: words of the codes of what was left out. What this page does not know stays as it is: a newer server may tell it. */
export const outcomeIn = (language: Language, degraded: Codes, outcome: string): string => {
  const { and, codes, missing, reads, states } = all[language]
  return outcome
    .split(", ")
    .map((part) => {
      const [read = "", state = ""] = part.split(" ")
      const [what, how] = [reads[read], states[state]]
      if (what !== undefined && how !== undefined) return missing(what, how)
      return codes[part] ?? degraded[part] ?? part
    })
    .join(and)
}
