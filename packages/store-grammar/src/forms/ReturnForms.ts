/** Forms about returns, refunds and exchanges; see `FormTable.ts`. */
export const returnForms = `
return-policy | policy | nothing | | |
return-can | policy | nothing | | |
return-window | policy | nothing | | |
return-price | policy | nothing | | |
return-cost | policy | nothing | | |
return-how | policy | nothing | | |
return-without-receipt | policy | nothing | | |
refund-policy | policy | nothing | | |
refund-time | policy | nothing | | |
refund-window | policy | nothing | | |
refund-how | policy | nothing | | |
refund-can | policy | nothing | | |
refund-full | policy | nothing | | |
refund-promise | policy | nothing | | |
exchange-policy | policy | nothing | | |
exchange-window | policy | nothing | | |
exchange-how | policy | nothing | | |
exchange-can | policy | nothing | | |
exchange-other | policy | nothing | | |
exchange-other-how | policy | nothing | | |
damaged | policy | nothing | | |
wrong-item | policy | nothing | | |
`
