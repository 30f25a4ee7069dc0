/**
 * The known questions about orders, pre-orders, gifts and accounts. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const orderForms = `
order-how | policy | nothing | | How do I place an order? | どうやって注文したらいいですか？
cancel-how | policy | nothing | | How do I cancel an order[{when}]? / How do I cancel my order? | [{when}]注文をキャンセルするにはどうすればいいですか？ / 自分の注文をキャンセルするにはどうすればいいですか？
cancel-can | policy | nothing | | Can I cancel an order[{when}]? | [{when}]注文をキャンセルできますか？
cancel-until | policy | nothing | | How late can I cancel an order? | 注文のキャンセルはいつまでできますか？
cancel-cost | policy | nothing | | How much is the cancellation fee? / Is cancelling an order free? | キャンセル料はいくらですか？ / 注文のキャンセルは無料ですか？
cancel-policy | policy | nothing | | What is your cancellation policy? | キャンセルポリシーを教えてください。
change-address | policy | nothing | | Can I change the delivery address[{when}]? | [{when}]届け先を変更できますか？
change-address-how | policy | nothing | | How do I change the delivery address[{when}]? | [{when}]届け先を変更するにはどうすればいいですか？
change-quantity | policy | nothing | | Can I change the quantity of an order[{when}]? / Can I change the quantity[{when}]? | [{when}]注文の数量を変更できますか？ / [{when}]数量を変更できますか？
change-quantity-how | policy | nothing | | How do I change the quantity of an order[{when}]? / How do I change the quantity[{when}]? | [{when}]注文の数量を変更するにはどうすればいいですか？ / [{when}]数量を変更するにはどうすればいいですか？
change-payment | policy | nothing | | Can I change the payment method[{when}]? | [{when}]支払い方法を変更できますか？
change-payment-how | policy | nothing | | How do I change the payment method[{when}]? | [{when}]支払い方法を変更するにはどうすればいいですか？
change-order | policy | nothing | | Can I change an order[{when}]? | [{when}]注文内容を変更できますか？
change-order-how | policy | nothing | | How do I change an order[{when}]? / How do I change my order? | [{when}]注文内容を変更するにはどうすればいいですか？ / 自分の注文を変更するにはどうすればいいですか？
add-item | policy | nothing | | Can I add an item to an order[{when}]? / Can I add an item[{when}]? | [{when}]注文に商品を追加できますか？ / [{when}]商品を追加できますか？
add-item-how | policy | nothing | | How do I add an item to an order[{when}]? / How do I add an item to my order? | [{when}]注文に商品を追加するにはどうすればいいですか？ / 自分の注文に商品を追加するにはどうすればいいですか？
remove-item | policy | nothing | | Can I remove an item from an order[{when}]? | [{when}]注文の一部をキャンセルできますか？
remove-item-how | policy | nothing | | How do I remove an item from an order[{when}]? | [{when}]注文の一部をキャンセルするにはどうすればいいですか？
confirmation-missing | policy | nothing | | I never got a confirmation email, what should I do? | 注文確認メールが届かないのですが、どうすればいいですか？
preorder | policy | nothing | | Can I pre-order manga? | 発売前の商品を予約できますか？
preorder-how | policy | nothing | | How do I pre-order? | 予約の方法を教えてください。
preorder-cancel | policy | nothing | | Can I cancel a pre-order[{when}]? | [{when}]予約をキャンセルできますか？
preorder-cancel-how | policy | nothing | | How do I cancel a pre-order? / How do I cancel my pre-order? | 予約をキャンセルするにはどうすればいいですか？ / 自分の予約をキャンセルするにはどうすればいいですか？
preorder-arrive | policy | nothing | | When do pre-orders ship? | 予約商品はいつ配送されますか？ / 予約商品はいつ発売されますか？
preorder-arrives | policy | nothing | | When do pre-orders reach customers? | 予約商品はいつ届きますか？
preorder-policy | policy | nothing | | What is your pre-order policy? | 予約のルールを教えてください。
wrap | policy | nothing | | Do you offer gift wrapping? | プレゼント用に包装してもらえますか？
wrap-how | policy | nothing | | How do I gift wrap an order? | ラッピングはどうすればいいですか？
wrap-cost | policy | nothing | | How much is gift wrapping? / Is gift wrapping free? | ラッピングの料金はいくらですか？ / ラッピングは無料ですか？
gift-message | policy | nothing | | Can I include a {MESSAGE}? | {MESSAGE}を付けられますか？
gift-message-cost | policy | nothing | | How much is a {MESSAGE}? | {MESSAGE}の料金はいくらですか？
hide-price | policy | nothing | | Can you hide the price? | 値段を隠すことはできますか？
show-price | policy | nothing | | Is the price shown? / Can I see the price? | 納品書に値段は記載されますか？
membership | policy | nothing | | Do you have a membership? | 会員制度はありますか？
membership-how | policy | nothing | | How do I sign up for an account? | 会員登録の方法を教えてください。
membership-needed | policy | nothing | | Do I need an account to order? | 会員登録は必要ですか？
membership-cost | policy | nothing | | How much is membership? / Is membership free? | 会員登録にお金はかかりますか？ / 会員登録は無料ですか？
guest | policy | nothing | | Can I order as a guest? | 会員登録しなくても買えますか？
password-how | policy | nothing | | How do I reset the password? | パスワードを忘れたらどうすればいいですか？
password-change-how | policy | nothing | | How do I change the password? | パスワードの変更方法を教えてください。
account-delete-how | policy | nothing | | How do I delete an account? | 退会するにはどうすればいいですか？
newsletter | policy | nothing | | Do you have a newsletter? | メルマガはありますか？
newsletter-how | policy | nothing | | How do I sign up for the newsletter? / How do I cancel the newsletter? | メルマガに登録するにはどうすればいいですか？ / メルマガをキャンセルするにはどうすればいいですか？
newsletter-stop-how | policy | nothing | | How do I unsubscribe from the newsletter? | メルマガの配信を止めるにはどうすればいいですか？
restock-notice | policy | nothing | | Can I get a restock alert? | 再入荷通知はありますか？
bulk | policy | nothing | | Do you do {BULK}? | {BULK}に対応していますか？ / {BULK}はできますか？
limit | policy | nothing | | Is there a purchase limit? | 購入制限はありますか？
`
