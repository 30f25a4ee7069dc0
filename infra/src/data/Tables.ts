/**
 * The store's DynamoDB tables. A name is the stage's prefix, which services get as `DYNAMODB_TABLE_PREFIX`, and a fixed
 * part such as `Products`; keys are strings.
 *
 * No table has a stream: nothing that is deployed reads one. Production's tables outlive the stack, and the next one of
 * the same stage takes them over (`deploy --import-existing-resources`); those of a first deployment that failed do not.
 */
import { RemovalPolicy } from "aws-cdk-lib"
import { AttributeType, BillingMode, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb"
import type { Construct } from "constructs"
import type { Options } from "../options/Options.ts"

export type TableName = "Products" | "Users" | "Orders" | "Sessions" | "Feedback"

interface Keys {
  readonly partition: string
  readonly sort?: string
  /** Attribute with the second after which an item goes: conversations after 30 days, feedback after 365. */
  readonly expires?: string
}

const tableKeys: Readonly<Record<TableName, Keys>> = {
  Products: { partition: "id" },
  Users: { partition: "user" },
  Orders: { partition: "user", sort: "id" },
  Sessions: { partition: "pk", sort: "sk", expires: "ttl" },
  Feedback: { partition: "turn", sort: "at", expires: "ttl" },
}

export const tablePrefix = ({ stage }: Options): string => `MangaAssist-${stage}-`

export const addTables = (
  scope: Construct,
  options: Options,
): Readonly<Record<TableName, Table>> => {
  const table = (name: TableName): Table => {
    const { partition, sort, expires } = tableKeys[name]
    const text = AttributeType.STRING
    return new Table(scope, name, {
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
  }
  return {
    Products: table("Products"),
    Users: table("Users"),
    Orders: table("Orders"),
    Sessions: table("Sessions"),
    Feedback: table("Feedback"),
  }
}
