/** Texts of the switches of faults, in both languages. */
import { computed } from "@preact/signals"
import { language, type Language } from "../words/Language.ts"

const english = {
  title: "Break something",
  hint: "Faults of the emulators, local programs in place of the AWS services and Redis. Switch one on, ask in the chat, and see what an answer then lacks.",
  heal: "Switch all off",
  healthy: "No fault is switched on.",
  brief: (seconds: number) =>
    `These break the emulators on this machine: in mid-answer, or before you ask. The picture shows what became of the answer. All is healed after ${seconds} s.`,
  heals: (seconds: number) => `Heals in ${seconds} s.`,
  broken: (names: string) => `Switched on: ${names}.`,
  fault: {
    "black-hole": [
      "Model is a black hole",
      "Calls get no answer at all. Another model, then the catalogue answers.",
    ],
    throttle: [
      "Model throttles",
      "Bedrock refuses calls. The second model answers, or the catalogue.",
    ],
    cut: [
      "Stream is cut",
      "The model's stream breaks after three pieces. The answer ends as an error.",
    ],
    slow: ["Search is slow", "OpenSearch takes 400 ms more. Products may come too late."],
    redis: [
      "Redis is away",
      "Redis refuses. Answers are looked up in memory alone, and new ones are not kept until it is back.",
    ],
  },
}

type FaultWords = typeof english

const japanese: FaultWords = {
  title: "壊してみる",
  hint: "AWSのサービスとRedisの代わりをするエミュレーターの障害です。一つ選び、会話で質問し、回答に何が欠けるかを見てください。",
  heal: "すべて解除",
  healthy: "障害はありません。",
  brief: (seconds) =>
    `このマシンのエミュレーターの障害です。回答の途中か質問の前に壊すと、回答がどうなるかが図に出ます。${seconds}秒で自然に直ります。`,
  heals: (seconds) => `あと${seconds}秒で直ります。`,
  broken: (names) => `障害中：${names}。`,
  fault: {
    "black-hole": ["モデルが無応答", "呼び出しに答えません。別のモデル、次にカタログが答えます。"],
    throttle: ["モデルが制限", "Bedrockが呼び出しを断ります。二番目のモデルかカタログが答えます。"],
    cut: ["ストリーム切断", "三つ目の断片の後で切れます。回答はエラーで終わります。"],
    slow: ["検索が遅い", "OpenSearchが400 ms遅れます。商品が間に合わないことがあります。"],
    redis: [
      "Redisが不在",
      "Redisが断ります。回答はメモリーだけで照合され、新しい回答は戻るまで保存されません。",
    ],
  },
}

const all: Readonly<Record<Language, FaultWords>> = { en: english, ja: japanese }

export const faultWords = computed<FaultWords>(() => all[language.value])
