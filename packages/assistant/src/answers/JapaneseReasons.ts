/** The sentences of `EnglishReasons.ts` in Japanese. What the grammar says in English is told in general words. */
import type { Why } from "@manga-assist/language"
import { inJapaneseQuotes } from "../reading/FormSentence.ts"
import type { Intent } from "../reading/Question.ts"
import type { Reasons } from "./EnglishReasons.ts"

const unread: Readonly<Record<Why, string>> = {
  "unknown-question": "ほかのお客様も尋ねる質問かどうか、この言い方では分かりません",
  "unknown-word": "キャッシュには分からない言葉があります",
  "everyday-word": "題名か普段の言葉か、はっきりしない言葉があります",
  "no-words": "質問に言葉がありません",
  "too-long": "二度尋ねられるには長すぎる質問です",
  leans: "前の話を受けた質問です",
  refused: "ほかのお客様と回答を共有できない質問です",
}

const kindsOfQuestions: Readonly<Partial<Record<Intent, string>>> = {
  "order-status": "ご注文",
  greeting: "ご挨拶",
  other: "本以外のこと",
}

const silences: Readonly<Record<string, string>> = {
  "over-budget": "モデルに尋ねる時間が残っていなかった",
  "model-budget": "この一時間にモデルが答えられる量を使い切った",
  "customer-budget": "お客様お一人がこの一時間にモデルへ尋ねられる量に達した",
  "empty-answer": "モデルが何も答えなかった",
  "first-token-timeout": "モデルが時間内に答えなかった",
  "gap-timeout": "モデルの回答が途切れた",
  throttled: "モデルが混み合っている",
}

export const japaneseReasons: Reasons = {
  quoted: (sentence) => `：${inJapaneseQuotes(sentence)}`,
  saidByRules: "ストアの規約の文でお答えしました",
  same: "同じ質問",
  sameInOtherWords: "言い方の違う同じ質問",
  approved: (kept) => `${inJapaneseQuotes(kept)}と同じ質問として承認済み`,
  pastItsTime: (isRenewed) => `、有効期間切れ（${isRenewed ? "更新中" : "未更新"}）`,
  answeredAgo: (seconds) => `、${seconds}秒前の回答です`,
  notAnswered: "まだ回答されたことのない質問です",
  notInTheseWords: (why) => `この言い方ではまだ回答されたことがありません。${why}`,
  understood: "質問は理解されています",
  unread: (why, _reason, word) =>
    why === "unknown-word" && word !== undefined
      ? `「${word}」という言葉がキャッシュには分かりません`
      : unread[why],
  live: (intent) => `${kindsOfQuestions[intent] ?? "これ"}についての質問には、毎回新しく答えます`,
  withoutSentence: "当店に決まった言い方のない質問です",
  mayGoOn: "これまでの会話の続きかもしれない質問です",
  outdated: "以前の回答はありますが、価格・在庫・日付のどれかが変わりました",
  expired: "以前の回答は有効期間を過ぎています",
  unreadable: "保存された回答が今は読めないため、回答があるかどうか分かりません",
  tooSlow: "キャッシュの応答が間に合いませんでした",
  switchedOff: "言い方の違う質問への回答は、誤りがあったため今は使われません",
  shared: "。同時に尋ねられた同じ質問と回答を共有しました",
  endedByService: (stopReason) => `モデルのサービスが回答を終えました：${stopReason}`,
  silent: (reason) =>
    `${silences[reason] ?? "どのモデルにもつながらない"}ため、当店の言葉で答えました`,
}
