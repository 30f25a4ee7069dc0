/**
 * The known questions about paying, points and coupons. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const paymentForms = `
pay-methods | policy | nothing | | What payment methods do you accept? | 支払い方法は何がありますか？
pay-arrival | policy | nothing | | Can I pay when it arrives? | 届いてから払うことはできますか？
pay-cards | policy | nothing | | Which credit cards do you accept? | 使えるクレジットカードはどれですか？
pay-mixed | policy | nothing | | Can I use points and {METHOD.a} together? / Can I use {METHOD.a} together? | ポイントと{METHOD}は併用できますか？ / {METHOD}は併用できますか？
pay-with | policy | nothing | | Can I pay with {METHOD.a}? / Can I pay by {METHOD}? / Do you accept {METHOD.any}? | {METHOD.or}は使えますか？ / {METHOD.or}で払えますか？
gift-card-use-how | policy | nothing | | How do I use a gift card? | ギフトカードの使い方を教えてください。
gift-cards | policy | nothing | | Do you have {METHOD.many}? / Do you have {METHOD}? | {METHOD}はありますか？
method-expire | policy | nothing | | Do {METHOD.many} expire? / Does {METHOD} expire? | {METHOD}に有効期限はありますか？
method-use-how | policy | nothing | | How do I use {METHOD.a}? / How do I pay by {METHOD}? | {METHOD}の使い方を教えてください。
instalments | policy | nothing | | Can I pay[ with {METHOD.a}] in instalments? / Can I pay[ by {METHOD}] in instalments? | [{METHOD}で]分割払いできますか？
pay-currencies | policy | nothing | | Which currencies do you accept? | どの通貨で払えますか？
pay-other-currency | policy | nothing | | Can I pay in a foreign currency? | 外貨で払えますか？
pay-currency | policy | nothing | | Can I pay in {CURRENCYOF}? | {CURRENCYOF}で払えますか？
charged-when | policy | nothing | | When are {METHOD} payments charged? / When is the card charged? | {METHOD}はいつ引き落とされますか？ / 支払いはいつですか？
preorder-charged | policy | nothing | | When am I charged for a pre-order? / Will I be charged when I preorder or when it ships? | 予約商品の支払いはいつですか？ / 予約時と発送時のどちらで請求されますか？
pay-deadline | policy | nothing | | How long do I have to pay[ by {METHOD}]? / What is the payment deadline[ for {METHOD.a}]? | [{METHOD}の]支払い期限を教えてください。 / [{METHOD}の]期限を教えてください。
invoice | policy | nothing | | Can I get {INVOICE.a}? | {INVOICE}を発行してもらえますか？
invoice-how | policy | nothing | | How do I get {INVOICE.a}? | {INVOICE}はどうやって発行しますか？
invoice-name | policy | nothing | | Can I change the name on the {INVOICE}? | {INVOICE}の宛名は変更できますか？
invoice-name-how | policy | nothing | | How do I change the name on the {INVOICE}? | {INVOICE}の宛名を変更するにはどうすればいいですか？
pay-secure | policy | nothing | | Are {METHOD} payments secure? / Is {METHOD} secure? / Is payment secure? | {METHOD}での支払いは安全ですか？ / {METHOD}は安全ですか？ / 支払いは安全ですか？
tax-included | policy | nothing | | Are the prices tax included? | 価格は税込みですか？
tax-excluded | policy | nothing | | Do the prices exclude tax? | 価格は税抜きですか？
points | policy | nothing | | Do you have a points program? | ポイント制度について教えてください。
points-how | policy | nothing | | How do points work? | ポイントはどのような仕組みですか？
points-earn | policy | nothing | | How do I earn points? | ポイントはどうやって貯めますか？
points-earned | policy | nothing | | Can I earn points? | ポイントは貯まりますか？
points-earned-when | policy | nothing | | When are points earned? | ポイントはいつ貯まりますか？
points-use | policy | nothing | | Can I use[ {METHOD}] points? | [{METHOD}の]ポイントは使えますか？
points-use-how | policy | nothing | | How do I use points? | ポイントの使い方を教えてください。
points-expire | policy | nothing | | Do points expire? | ポイントに有効期限はありますか？
points-expire-when | policy | nothing | | When do points expire? | ポイントはいつ消えますか？
points-rate | policy | nothing | | What is the points earning rate? | ポイント還元率を教えてください。
points-value | policy | nothing | | How much is one point worth? | 1ポイントは何円ですか？
coupon-get-how | policy | nothing | | How do I get a coupon? | クーポンの入手方法を教えてください。
coupon-use | policy | nothing | | Can I use a coupon? | クーポンは使えますか？
coupon-use-how | policy | nothing | | How do I use a coupon? | クーポンの使い方を教えてください。
coupon-where | policy | nothing | | Where can I use a coupon? | クーポンはどこで使えますか？
coupon-together-points | policy | nothing | | Can I use points and coupons together? | ポイントとクーポンは併用できますか？
coupons | policy | nothing | | Do you have coupons? | クーポンはありますか？
discounts | policy | nothing | | Do you have any discounts? | セールはやっていますか？
discounts-which | policy | nothing | | What discounts do you have? | どんなセールがありますか？
discount-can | policy | nothing | | Can I get a discount? | 割引してもらえますか？
student | policy | nothing | | Do you have a student discount? / Do students get a discount? | 学割はありますか？ / 学生は割引を受けられますか？
price-match | policy | nothing | | Do you price match? | 最低価格保証はありますか？
`
