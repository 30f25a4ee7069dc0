/** Forms about what a copy costs, whether it is there, and when it comes out; see `FormTable.ts`. */
export const shopForms = `
price | price-or-stock | books | | |
price-each | price-or-stock | books | | |
price-several | price-or-stock | books | | |
stock | price-or-stock | books | | |
stock-several | price-or-stock | books | | |
sold-out | price-or-stock | books | | |
out-of-print | price-or-stock | books | | |
volumes-in-stock | price-or-stock | books | | |
copies-left | price-or-stock | books | | |
restock-when | price-or-stock | books | | |
restock-if | price-or-stock | books | | |
discount-book | price-or-stock | books | | |
price-complete | price-or-stock | whole | | |
stock-complete | price-or-stock | whole | | |
cheapest | price-or-stock | cheapest | | |
cheapest-format | price-or-stock | cheapest | | |
cheapest-set | price-or-stock | cheapest | | |
named | title-lookup | books | | |
formats-of | title-lookup | books | | |
pages | title-lookup | books | | |
preorder-book | release-date | releases | | |
release | release-date | releases | | |
release-next | release-date | releases | | |
release-latest | release-date | releases | | |
out | release-date | releases | | |
released-latest | release-date | released | | |
released-last | release-date | released | | |
debut | release-date | series | | |
debut-year | release-date | series | | |
began | release-date | series | | |
ended | release-date | series | | |
which-latest | title-lookup | released | | |
`
