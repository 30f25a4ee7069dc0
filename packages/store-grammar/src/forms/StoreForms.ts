/**
 * The known questions about the shop itself (contact, hours, goods) and digital books. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const storeForms = `
contact-how | policy | nothing | | How do I {CONTACT} customer service? | 問い合わせるにはどうすればいいですか？ / スタッフ{CONTACT}にはどうすればいいですか？
contact-human | policy | nothing | | Can I {CONTACT} a human? / Can I {CONTACT} customer service? | 人間のスタッフ{CONTACT}ことはできますか？
contact-by-phone | policy | nothing | | Can I contact you by phone? | 電話で連絡を取ることはできますか？
contact-phone | policy | nothing | | What is your phone number? | 電話番号を教えてください。
contact-chat | policy | nothing | | Do you have live chat? | 有人チャットはありますか？
contact-by-email | policy | nothing | | Can I contact you by email? | メールで連絡を取ることはできますか？
contact-email | policy | nothing | | What is your email address? | メールアドレスを教えてください。
contact-form | policy | nothing | | Do you have a contact form? | 問い合わせフォームはありますか？
open-time | policy | nothing | | What time do you open? | 営業時間は何時からですか？
close-time | policy | nothing | | What time do you close? | 営業時間は何時までですか？
open-days | policy | nothing | | Which days are you open? | 営業日を教えてください。
closed-days | policy | nothing | | Which days are you closed? / When are you closed? | 定休日を教えてください。
hours | policy | nothing | | What are your opening hours? | 営業時間を教えてください。
open-weekend | policy | nothing | | Are you open {WEEKEND}? | {WEEKEND}は営業していますか？
hours-weekend | policy | nothing | | What are your opening hours {WEEKEND}? | {WEEKEND}の営業時間を教えてください。
support-hours | policy | nothing | | What are your customer service hours? | 問い合わせの営業時間を教えてください。
location | policy | nothing | | Do you have a physical store[ in {PLACE}]? | [{PLACE}に]実店舗はありますか？
location-where | policy | nothing | | Where is your store? | お店の場所を教えてください。
used | policy | nothing | | Do you sell used manga? | 中古の漫画は売っていますか？
buyback | policy | nothing | | Do you buy used manga? | 古本の買取はしていますか？
goods | policy | nothing | | Do you sell {GOODS}? | {GOODS}は売っていますか？
sells-format | policy | nothing | | Do you sell manga in {FORMAT.a}? / Do you sell manga as {FORMAT.a}? | {FORMAT}の漫画はありますか？
sells-language | policy | nothing | | Do you sell manga in {LANGUAGE}? | {LANGUAGE}の漫画はありますか？
privacy | policy | nothing | | What is your privacy policy? | プライバシーポリシーを教えてください。
terms | policy | nothing | | What are your terms of service? | 利用規約を教えてください。
jobs | policy | nothing | | Are you hiring? | 求人はありますか？
device-count | policy | nothing | | On how many devices can I read ebooks? | 電子書籍は何台の端末で読めますか？
devices-several | policy | nothing | | Can I read ebooks on multiple devices? / Can I share ebooks on multiple devices? | 電子書籍は複数の端末で読めますか？ / 電子書籍を複数の端末で共有できますか？
devices-which | policy | nothing | | Which devices can I read ebooks on? | 電子書籍はどの端末で読めますか？
read-on | policy | nothing | | Can I read ebooks {DEVICE}? | 電子書籍は{DEVICE}で読めますか？
read-on-how | policy | nothing | | How do I read ebooks {DEVICE}? | 電子書籍を{DEVICE}で読むにはどうすればいいですか？
read-how | policy | nothing | | How do I read {FORMAT.many}? | {FORMAT}の読み方を教えてください。
read-when | policy | nothing | | When can I read an ebook after purchase? | 電子書籍は購入後すぐに読めますか？
offline | policy | nothing | | Can I read ebooks offline? | 電子書籍はオフラインで読めますか？
app | policy | nothing | | Do you have an app? | アプリはありますか？
app-needed | policy | nothing | | Do I need an app? | アプリは必要ですか？
pdf | policy | nothing | | Do you sell PDFs? | PDFはありますか？
pdf-read | policy | nothing | | Can I read PDFs? | PDFで読めますか？
pdf-download | policy | nothing | | Can I download PDFs? | PDFでダウンロードできますか？
download | policy | nothing | | Can I download an ebook? | 電子書籍をダウンロードすることはできますか？
share | policy | nothing | | Can I {SHARE}? | 電子書籍を{SHARE}ことはできますか？
trial | policy | nothing | | Can I read a free sample? | 試し読みはできますか？
`
