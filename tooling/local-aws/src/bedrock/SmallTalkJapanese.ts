/** Greetings, thanks, good-byes, and what is not a matter for a bookshop, in Japanese. */
import { type Sayings } from "./Composer.ts"
import { type Scene } from "./Scene.ts"

const abilities =
  "おすすめの漫画のご紹介、作品・価格・在庫・発売日の確認、ご注文状況の確認、配送や返品のご案内ができます。"

export const smallTalk = ({ choose, prompt }: Scene): Pick<Sayings, "greeting" | "other"> => {
  const customer = prompt.customer?.name === undefined ? "" : `${prompt.customer.name}様、`

  return {
    greeting: () => {
      if (/ありがと|どうも|感謝/u.test(prompt.question)) {
        return "どういたしまして。ほかにもお探しのものがございましたらお申し付けください。"
      }
      if (/さような?ら|またね|バイバイ|おやすみ/u.test(prompt.question)) {
        return "ご利用ありがとうございました。どうぞ楽しい読書を。"
      }
      const opening = /こんばん/u.test(prompt.question)
        ? "こんばんは。"
        : /おはよ/u.test(prompt.question)
          ? "おはようございます。"
          : choose(["こんにちは。", "いらっしゃいませ。"])
      return `${customer}${opening}漫画ストアへようこそ。${abilities}`
    },
    other: () => {
      if (
        /名前|私(?:は|って)誰/u.test(prompt.question) &&
        !/作品|漫画|主人公/u.test(prompt.question)
      ) {
        return customer === ""
          ? `ログインされていないため、お名前は分かりません。${abilities}`
          : `${customer.replace("、", "")}としてログインされています。`
      }
      return `漫画ストアのアシスタントですので、本とご注文についてのみお手伝いできます。${abilities}`
    },
  }
}
