/**
 * One alarm as data: its threshold, what it means, what customers see and what to do. The description goes into the
 * alarm itself, so that whoever is woken reads it without looking for a page.
 */
import { ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"

export interface AlarmRule {
  readonly id: string
  readonly metric: IMetric | undefined
  readonly threshold: number
  /** Alarms when the metric is below the threshold instead of above it. */
  readonly below?: boolean
  /** Periods of the metric that must be bad, and out of how many. */
  readonly periods: number
  readonly outOf?: number
  readonly missingIsBad?: boolean
  /** A new version that sets it off is rolled back. It may look at nothing that belongs to a service. */
  readonly rollsBack?: boolean
  readonly means: string
  readonly customers: string
  readonly action: string
}

/** What CloudWatch shows; at most 1,024 characters. */
export const descriptionOf = ({ action, customers, means }: AlarmRule): string =>
  `${means} Customers: ${customers} Do: ${action}`

export const comparisonOf = ({ below }: AlarmRule): ComparisonOperator =>
  below === true
    ? ComparisonOperator.LESS_THAN_THRESHOLD
    : ComparisonOperator.GREATER_THAN_THRESHOLD

export const missingOf = ({ missingIsBad }: AlarmRule): TreatMissingData =>
  missingIsBad === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING
