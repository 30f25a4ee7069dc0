/**
 * The store's rules say how the store does things. How things stand with the asker's own (an account, points, a payment,
 * an order) they do not know, whatever words of theirs a question has.
 */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

const rulesAsked = (text: string) => read(text).rules ?? []

describe("a question about the asker's own state", () => {
  it.each([
    "Am I signed up for the newsletter?",
    "Are we still registered with you?",
    "Which newsletter am I subscribed to?",
    "Do I have a coupon?",
    "Do I still have any points left?",
    "How many points do I have right now?",
    "Can you tell me how many points I have?",
    "How many days do I have left to return a book?",
    "Is my coupon still valid?",
    "Are my points about to expire?",
    "What's my points balance?",
    "Show me my order history.",
    "Could you check my order history?",
    "Please look up my receipt",
    "Why was my card declined?",
    "Hi, why did my payment fail?",
    "why does my card keep getting declined",
    "Was my card charged twice?",
    "Have I got an account here?",
    "Did I use my gift card already?",
    "How much did I spend on shipping?",
    "When will I get my refund?",
    "Is there a coupon on my account?",
    "Is my order shipped?",
    "Where is my order?",
    "Where's my receipt?",
  ])("is for the model: %s", (text) => {
    expect(rulesAsked(text)).toEqual([])
  })

  it.each([
    "メルマガに登録されていますか？",
    "私はメルマガに登録していますか",
    "会員登録はもうされてますか？",
    "私のポイントは今いくつ？",
    "今月の私のポイントは？",
    "ポイントはあとどれくらい残っていますか？",
    "僕のクーポンはどこにありますか",
    "自分の会員ランクは？",
    "私の注文履歴を見せてください",
    "領収書を見せて",
    "なぜカードがエラーになったのですか？",
    "どうして決済できなかったんですか",
    "カードが拒否された理由を教えて",
    "クーポンは適用されていますか？",
    "私の返金はいつですか？",
    "配送状況はどうなっていますか",
    "俺のアカウントは退会されてる？",
    "会員登録したっけ？",
  ])("is for the model: %s", (text) => {
    expect(rulesAsked(text)).toEqual([])
  })
})

describe("a question about how the store does things", () => {
  it.each([
    "Can I return my order?",
    "How do I cancel my order?",
    "Where can I see my order history?",
    "Do I have to pay customs duties?",
    "Do I have the right to return a book?",
    "How long do I have to return a book?",
    "How many days have I got to return a book?",
    "Am I allowed to return a digital book?",
    "Am I charged for a return?",
    "When am I charged for a preorder?",
    "Is my card information safe?",
    "Is my return free?",
    "Do I lose my order if I don't pay?",
    "Do my points expire?",
    "Can I use my coupon?",
    "What happens if my card is declined?",
    "How do I sign up for the newsletter?",
    "Can I get a receipt again?",
    "This is my first order, how much is shipping?",
    "We're in Kyoto, how long does delivery take?",
    "Can I have my order gift wrapped?",
    "My book arrived damaged, how do I return it?",
    "Can you delete my account?",
    "Is my card stored?",
  ])("is answered by the rules: %s", (text) => {
    expect(rulesAsked(text)).not.toEqual([])
  })

  it.each([
    "注文をキャンセルできますか？",
    "私の予約はキャンセルできますか?",
    "メルマガに登録するにはどうすればいいですか",
    "メルマガの配信停止の方法は？",
    "私のポイントの有効期限は？",
    "私でも返品できますか？",
    "私の本は電子版でも返品できますか？",
    "自分の注文履歴はどこで見られますか",
    "僕のクーポン使える?",
    "カードが使えないのはなぜですか",
    "中古本は売っていますか？",
    "海外発送に対応していますか",
    "土日も発送していますか？",
    "カード情報は保存されていますか",
    "インボイスに対応していますか",
    "送料はいくらですか？",
    "領収書は再発行できますか",
    "退会したいのですがどうすればいいですか",
  ])("is answered by the rules: %s", (text) => {
    expect(rulesAsked(text)).not.toEqual([])
  })
})
