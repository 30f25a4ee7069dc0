/** The rows of catalogue files: columns with their rules, how a record is checked, and the product that a row is. */
export {
  columns,
  listColumns,
  numberColumns,
  requiredColumns,
  ruleOf,
  separator,
  seriesColumns,
} from "./RowColumns.ts"
export {
  demoRows,
  isSeries,
  productOfRow,
  type ProductRow,
  readProductRow,
  type SeriesRow,
} from "./ProductRow.ts"
