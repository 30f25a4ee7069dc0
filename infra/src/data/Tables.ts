/**
 * The store's DynamoDB tables. A name is the stage's prefix, which services get as `DYNAMODB_TABLE_PREFIX`, and a fixed
 * part such as `Products`; keys are strings.
 *
 * No table has a stream: nothing that is deployed reads one. Production's tables outlive the stack, and the next one of
 * the same stage takes them over (`deploy --import-existing-resources`); those of a first deployment that failed do not.
 * A setting may name a restored backup in place of the table of sessions or feedback: roles and alarms are then about it.
 */
import { RemovalPolicy } from "aws-cdk-lib"
import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb"
import { Construct } from "constructs"
import type { Options } from "../options/Options.ts"

export type TableName = "Products" | "Users" | "Orders" | "Sessions" | "Feedback"

interface Keys {
  readonly partition: string
  readonly sort?: string
  /** Attribute with the second after which an item goes: conversations after 30 days, feedback after 365. */
  readonly expires?: string
  /** Attribute of the customer, with an index of keys over it: how one customer's items are found. */
  readonly customer?: string
  /** An index of whole items over the rows that have both attributes. */
  readonly index?: { readonly name: string; readonly partition: string; readonly sort: string }
  /** Setting of the apps that names another table. */
  readonly renamedBy?: string
}

const tableKeys: Readonly<Record<TableName, Keys>> = {
  Products: {
    partition: "id",
    index: { name: "names", partition: "named", sort: "namedAt" },
  },
  Users: { partition: "user" },
  Orders: { partition: "user", sort: "id" },
  Sessions: {
    partition: "pk",
    sort: "sk",
    expires: "ttl",
    customer: "user",
    renamedBy: "DYNAMODB_TABLE_SESSIONS",
  },
  Feedback: {
    partition: "turn",
    sort: "at",
    expires: "ttl",
    customer: "user",
    renamedBy: "DYNAMODB_TABLE_FEEDBACK",
  },
}

export const tablePrefix = ({ stage }: Options): string => `MangaAssist-${stage}-`

export const addTables = (
  scope: Construct,
  options: Options,
): Readonly<Record<TableName, ITable>> => {
  const table = (name: TableName): ITable => {
    const { customer, expires, index, partition, renamedBy, sort } = tableKeys[name]
    const text = AttributeType.STRING
    const made = new Table(scope, name, {
      tableName: tablePrefix(options) + name,
      partitionKey: { name: partition, type: text },
      ...(sort === undefined ? {} : { sortKey: { name: sort, type: text } }),
      ...(expires === undefined ? {} : { timeToLiveAttribute: expires }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: options.isProduction,
      removalPolicy: options.isProduction
        ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
        : RemovalPolicy.DESTROY,
    })
    if (customer !== undefined) {
      made.addGlobalSecondaryIndex({
        indexName: customer,
        partitionKey: { name: customer, type: text },
        projectionType: ProjectionType.KEYS_ONLY,
      })
    }
    if (index !== undefined) {
      made.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partition, type: text },
        sortKey: { name: index.sort, type: text },
        projectionType: ProjectionType.ALL,
      })
    }
    const other = renamedBy === undefined ? undefined : options.settings[renamedBy]
    return other === undefined
      ? made
      : Table.fromTableName(new Construct(scope, `Restored${name}`), name, other)
  }
  return {
    Products: table("Products"),
    Users: table("Users"),
    Orders: table("Orders"),
    Sessions: table("Sessions"),
    Feedback: table("Feedback"),
  }
}
