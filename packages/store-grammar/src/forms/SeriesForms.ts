/** Forms about facts of a series and of the people who made it; see `FormTable.ts`. */
export const seriesForms = `
volumes | title-lookup | series | | |
complete-in | title-lookup | series | | |
only-volumes | title-lookup | series | | |
volumes-to-end | title-lookup | series | | |
chapters | title-lookup | series | | |
finished | title-lookup | series | | |
ongoing | title-lookup | series | | |
unfinished | title-lookup | series | | |
status | title-lookup | series | | |
hiatus | title-lookup | series | | |
publisher | title-lookup | series | | |
magazine | title-lookup | series | | |
genre | title-lookup | series | | |
demographic | title-lookup | series | | |
is-genre | title-lookup | series | | |
is-demographic | title-lookup | series | | |
age | title-lookup | series | | |
suitable | title-lookup | series | | |
about | title-lookup | series | | |
information | title-lookup | series | | |
what-is | title-lookup | series | | |
setting | title-lookup | series | | |
protagonist | title-lookup | series | | |
characters | title-lookup | series | | |
anime | title-lookup | series | | |
adapted | title-lookup | series | | |
live-action | title-lookup | series | | |
reviews | title-lookup | series | | |
opinion | title-lookup | series | | |
is-popular | title-lookup | series | | |
is-famous | title-lookup | series | | |
is-liked | title-lookup | series | | |
is-bestseller | title-lookup | series | | |
sequel | title-lookup | series | | |
prequel | title-lookup | series | | |
spin-off | title-lookup | series | | |
author | author | series | | |
writer | author | series | | |
artist | author | series | | |
same-author | title-lookup | series | complex | |
comparison | title-lookup | series | complex | |
read-first | title-lookup | series | complex | |
reading-order | title-lookup | series | complex | |
compared | title-lookup | books | complex | |
which-of | title-lookup | books | complex | |
works | author | works | | |
works-main | author | works | | |
works-of-author | author | works | | |
works-recommended | author | works | | |
other-works | author | works | | |
`
