/**
 * The known questions about shipping, tracking and delivery addresses. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const shippingForms = `
ship-to | policy | nothing | | Do you ship to {PLACE}? | {PLACE}に配送できますか？
ship-cost | policy | nothing | | How much is[STANDARD? standard] shipping[ to {PLACE}]? | [{PLACE}への][STANDARD?通常配送の]送料はいくらですか？
ship-time | policy | nothing | | How long does[STANDARD? standard] shipping[ to {PLACE}] take? | [{PLACE}への][STANDARD?通常]配送には何日かかりますか？
ship-free | policy | nothing | | Is shipping[ to {PLACE}] free? | [{PLACE}への]送料は無料ですか？
ship-free-from | policy | nothing | | How much do I have to spend for free shipping[ to {PLACE}]? | [{PLACE}への]送料無料の条件は何ですか？
ship-free-over | policy | nothing | | Is shipping free for {PRICEMIN} or more? / Is shipping free over {PRICEABOVE}? | {PRICEMIN}以上で送料無料になりますか？ / {PRICEABOVE}を超えると送料無料になりますか？ / {PRICEABOVE}超で送料無料になりますか？
express | policy | nothing | | Do you offer {EXPRESS}? | {EXPRESS}はできますか？
express-cost | policy | nothing | | How much is {EXPRESS}[ to {PLACE}]? | [{PLACE}への]{EXPRESS}の送料はいくらですか？
ship-countries | policy | nothing | | Which countries do you ship to? | どの国に配送できますか？
ship-with | policy | nothing | | Can I use {CARRIERNAME} for shipping? / Do you ship with {CARRIERNAME}? | {CARRIERNAME}で送れますか？
ship-carrier | policy | nothing | | Which shipping company do you use? | どこの宅配業者で届きますか？
ship-methods | policy | nothing | | What shipping methods do you have? | 配送方法は何がありますか？
ship-policy | policy | nothing | | What is your shipping policy? | 配送について教えてください。
duties-who | policy | nothing | | Who has to pay import duties[ for shipping to {PLACE}]? | 関税を払うのは誰ですか？
duties | policy | nothing | | Will I be charged import duties[ in {PLACE}]? | [{PLACE}で]関税はかかりますか？
track-how | policy | nothing | | How do I track an order? / How do I track my order? | 荷物の追跡方法を教えてください。 / 自分の荷物を追跡するにはどうすればいいですか？
track-can | policy | nothing | | Can I track an order? | 荷物を追跡することはできますか？
ship-po-box | policy | nothing | | Can you ship to a {POBOX}? | {POBOX}送れますか？
pickup | policy | nothing | | Do you offer {PICKUP}? / Can I pick up in person? | {PICKUP}はできますか？ / 注文の引き取りはできますか？
ship-cutoff | policy | nothing | | What is the ordering deadline? | 注文の締め切りを教えてください。
ship-when | policy | nothing | | When do you ship an order? / How long does dispatch take after ordering? | 発送まで何日かかりますか？ / 注文してから何日で発送されますか？
ship-date | policy | nothing | | Do you offer {DATETIME}? | 配達の{DATETIME}はできますか？
ship-elsewhere | policy | nothing | | Can you ship to another address? / Can I send a gift to another address? | 別の住所に送れますか？ / プレゼントを別の住所に送れますか？
combine | policy | nothing | | Can you combine two orders? | 複数の注文をまとめて発送できますか？
lost | policy | nothing | | What happens if a parcel is lost? | 荷物が届かない場合はどうすればいいですか？
late | policy | nothing | | What happens if a parcel is late? | 配送が遅れている場合はどうすればいいですか？
`
