/** Forms about shipping, tracking and where an order goes; see `FormTable.ts`. */
export const shippingForms = `
ship-to | policy | nothing | | |
ship-cost | policy | nothing | | |
ship-time | policy | nothing | | |
ship-free | policy | nothing | | |
ship-free-from | policy | nothing | | |
ship-free-over | policy | nothing | | |
express | policy | nothing | | |
express-cost | policy | nothing | | |
ship-countries | policy | nothing | | |
ship-with | policy | nothing | | |
ship-carrier | policy | nothing | | |
ship-methods | policy | nothing | | |
ship-policy | policy | nothing | | |
duties-who | policy | nothing | | |
duties | policy | nothing | | |
track-how | policy | nothing | | |
track-can | policy | nothing | | |
ship-po-box | policy | nothing | | |
pickup | policy | nothing | | |
ship-cutoff | policy | nothing | | |
ship-when | policy | nothing | | |
ship-date | policy | nothing | | |
ship-elsewhere | policy | nothing | | |
combine | policy | nothing | | |
lost | policy | nothing | | |
late | policy | nothing | | |
`
