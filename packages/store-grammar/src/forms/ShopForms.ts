/**
 * The known questions about price, stock and release dates of books. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const shopForms = `
price | price-or-stock | books | | How much is [the {edition} of ]{one}? | {one}[の{edition}]はいくらですか？
price-each | price-or-stock | books | | How much is {SERIES} per volume[ in {FORMAT.a}]? | {SERIES}は[{FORMAT}だと]1冊いくらですか？
price-several | price-or-stock | books | | How much are [the {edition} of ]{BOOK}? | {BOOK}[の{edition}]の値段はいくらですか？
stock | price-or-stock | books | | Do you have [the {edition} of ]{one} in stock? | {one}[の{edition}]の在庫はありますか？
stock-several | price-or-stock | books | | Do you have [the {edition} of ]{BOOK} in stock? | {BOOK}[の{edition}]の在庫はありますか？
sold-out | price-or-stock | books | | Is [the {edition} of ]{one} sold out? | {one}[の{edition}]は品切れですか？
out-of-print | price-or-stock | books | | Is [the {edition} of ]{one} out of print? | {one}[の{edition}]は絶版ですか？
volumes-in-stock | price-or-stock | books | | Which volumes of {SERIES} are in stock[ in {FORMAT.a}]? | {SERIES}で[{FORMAT}の]在庫があるのは何巻ですか？
copies-left | price-or-stock | books | | How many copies of [the {edition} of ]{one} do you have left? | {one}[の{edition}]は残り何冊ですか？
restock-when | price-or-stock | books | | When will [the {edition} of ]{one} be back in stock? / When will you restock [the {edition} of ]{one}? | {one}[の{edition}]はいつ再入荷しますか？
restocked | price-or-stock | books | | Is [the {edition} of ]{one} back in stock? | {one}[の{edition}]は再入荷していますか？
restock-if | price-or-stock | books | | Will [the {edition} of ]{one} be restocked? / Will [the {edition} of ]{one} be back in stock? | {one}[の{edition}]は再入荷しますか？
discount-book | price-or-stock | books | | Is [the {edition} of ]{one} on sale? | {one}[の{edition}]はセール中ですか？
price-complete | price-or-stock | whole | | How much is the complete series of {SERIES}[ in {FORMAT.a}]? | {SERIES}の[{FORMAT}の]全巻セットはいくらですか？
stock-complete | price-or-stock | whole | | Do you have the complete set of {SERIES} in stock[ in {FORMAT.a}]? | {SERIES}の[{FORMAT}の]全巻セットの在庫はありますか？
cheapest | price-or-stock | cheapest | | What is the cheapest [{FORMAT} ]volume of {SERIES}? / What is the cheapest {FORMAT} of {SERIES}? | {SERIES}で一番安い巻はどれですか？ / {SERIES}で一番安い{FORMAT}はどれですか？
cheapest-format | price-or-stock | cheapest | | What is the cheapest {FORMAT}? | 一番安い{FORMAT}はどれですか？
cheapest-set | price-or-stock | cheapest | | What is the cheapest complete set? | 一番安い全巻セットはどれですか？
named | title-lookup | series | | [The {edition} of ]{one}, please. / {one}, please. | {one}[の{edition}]を教えてください。 / {one}を教えてください。
formats-of | title-lookup | books | | What formats is {one} available in? | {one}にはどんな版がありますか？
pages | title-lookup | books | | How many pages does {BOOK} have? | {BOOK}は何ページありますか？
preorder-book | release-date | releases | | Can I pre-order [the {edition} of ]{one}? | {one}[の{edition}]は予約できますか？
release | release-date | releases | | When is [the {edition} of ]{BOOK} released? | {BOOK}[の{edition}]の発売日はいつですか？
release-next | release-date | releases | | When does [the {edition} of ]{NEXTOF} come out? | {NEXTOF}[の{edition}]の発売日はいつですか？
release-latest | release-date | releases | | What is the release date of [the {edition} of ]{LATESTOF}? | {LATESTOF}[の{edition}]の発売日はいつですか？
out | release-date | releases | | Is [the {edition} of ]{one} out yet? | {one}[の{edition}]はもう出ていますか？
released-latest | release-date | released | | When did [the {edition} of ]{LATESTOF} come out? | {LATESTOF}[の{edition}]はいつ出ましたか？
released-last | release-date | released | | When did [the {edition} of ]{LASTOF} come out? | {LASTOF}[の{edition}]はいつ出ましたか？
debut | release-date | books | | When did {SERIES} first come out? | {SERIES}が初めて世に出たのはいつですか？
debut-year | release-date | books | | What year did {SERIES} come out? | {SERIES}は何年の漫画ですか？
began | release-date | books | | When did {SERIES} start? | {SERIES}はいつ始まりましたか？
ended | release-date | series | | When did {SERIES} end? | {SERIES}はいつ終わりましたか？
which-latest | title-lookup | released | | What is {LATESTOF}? | {LATESTOF}はどれですか？
`
