/** Texts of links to an answer, in both languages. */
import { computed } from "@preact/signals"
import { language, type Language } from "../words/Language.ts"

const english = {
  copy: "Copy link to this answer",
  title: "The answer of the link",
  looking: "Looking for the answer of the link…",
  shown: "The answer of the link is shown above the conversation.",
  nobodys:
    "This answer is in somebody's own conversation, or no longer there. If it is yours, sign in as the customer who asked, or open the link in the browser where you asked, while that conversation is open there.",
  failed: "The answer of the link cannot be shown just now.",
  close: "Close the answer of the link",
}

type LinkWords = typeof english

const japanese: LinkWords = {
  copy: "この回答へのリンクをコピー",
  title: "リンク先の回答",
  looking: "リンク先の回答を探しています…",
  shown: "リンク先の回答を会話の上に表示しています。",
  nobodys:
    "この回答はほかの方の会話の中にあるか、もうありません。ご自身の回答でしたら、質問したお客様としてログインするか、質問したブラウザーでその会話を開いたまま、リンクを開いてください。",
  failed: "リンク先の回答を今は表示できません。",
  close: "リンク先の回答を閉じる",
}

const all: Readonly<Record<Language, LinkWords>> = { en: english, ja: japanese }

export const linkWords = computed<LinkWords>(() => all[language.value])
