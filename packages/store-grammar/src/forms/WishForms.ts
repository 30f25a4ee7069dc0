/** Forms about lists and wishes; see `FormTable.ts`. */
export const wishForms = `
trending | trending | popular | | |
best-selling | trending | popular | | |
best | recommend | popular | | |
new-releases | new-releases | new | | |
new-series | new-releases | new | | |
upcoming | new-releases | coming | | |
releases-in | new-releases | new | | |
recommend | recommend | wish | | |
recommend-format | recommend | wish | | |
`
