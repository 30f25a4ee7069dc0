/**
 * What an alarm of a template would say, judged here: from lines of the embedded metric format to data points, by the
 * template's own statistic, expression, threshold and periods. It knows what our alarms use and refuses the rest.
 */
interface MetricStat {
  readonly Metric: {
    readonly Namespace: string
    readonly MetricName: string
    readonly Dimensions?: ReadonlyArray<{ readonly Name: string; readonly Value: string }>
  }
  readonly Period: number
  readonly Stat: string
}

interface Query {
  readonly Id: string
  readonly Expression?: string
  readonly MetricStat?: MetricStat
  readonly ReturnData?: boolean
}

/** Properties of an `AWS::CloudWatch::Alarm`. */
export interface AlarmProperties {
  readonly Metrics?: ReadonlyArray<Query>
  readonly Namespace?: string
  readonly MetricName?: string
  readonly Dimensions?: MetricStat["Metric"]["Dimensions"]
  readonly Period?: number
  readonly Statistic?: string
  readonly Threshold: number
  readonly ComparisonOperator: string
  readonly EvaluationPeriods: number
  readonly DatapointsToAlarm?: number
  readonly TreatMissingData?: string
}

interface Line {
  readonly _aws: {
    readonly Timestamp: number
    readonly CloudWatchMetrics: ReadonlyArray<{
      readonly Namespace: string
      readonly Dimensions: ReadonlyArray<ReadonlyArray<string>>
      readonly Metrics: ReadonlyArray<{ readonly Name: string }>
    }>
  }
  readonly [field: string]: unknown
}

/** The values of one metric in one period; undefined: no line had it. */
const statistic = (
  lines: ReadonlyArray<Line>,
  { Metric, Stat }: MetricStat,
): number | undefined => {
  const wanted = Metric.Dimensions ?? []
  const values = lines.flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics, Namespace }) => {
      const isMeant =
        Namespace === Metric.Namespace &&
        Metrics.some(({ Name }) => Name === Metric.MetricName) &&
        Dimensions.some((names) => names.join() === wanted.map(({ Name }) => Name).join()) &&
        wanted.every(({ Name, Value }) => line[Name] === Value)
      return isMeant ? [Number(line[Metric.MetricName])] : []
    }),
  )
  if (values.length === 0) return undefined
  if (Stat === "Sum") return values.reduce((sum, value) => sum + value, 0)
  if (Stat === "Maximum") return Math.max(...values)
  throw new Error(`no statistic ${Stat} here`)
}

type Values = ReadonlyMap<string, number | undefined>

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  ">=": (a, b) => Number(a >= b),
  "+": (a, b) => a + b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
}
/** Loosest first. */
const precedence = [[">="], ["+"], ["*", "/"]]

/** Metric math as the alarms write it: `IF`, `FILL`, numbers, names and the operators above. Missing stays missing. */
const evaluate = (expression: string, values: Values): number | undefined => {
  const tokens = expression.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|>=|[-+*/(),]/g) ?? []
  let at = 0
  const take = (token: string) => {
    if (tokens[at] !== token) throw new Error(`${token} expected at ${at} of ${expression}`)
    at += 1
  }
  const level = (depth: number): number | undefined => {
    const own = precedence[depth]
    if (own === undefined) return leaf()
    let left = level(depth + 1)
    for (let operator = tokens[at]; operator !== undefined && own.includes(operator);) {
      at += 1
      const right = level(depth + 1)
      left =
        left === undefined || right === undefined ? undefined : operators[operator]?.(left, right)
      operator = tokens[at]
    }
    return left
  }
  const list = (): ReadonlyArray<number | undefined> => {
    const found = []
    take("(")
    for (;;) {
      found.push(level(0))
      if (tokens[at] === ")") break
      take(",")
    }
    take(")")
    return found
  }
  const leaf = (): number | undefined => {
    const token = tokens[at] ?? ""
    if (token === "(") return list()[0]
    at += 1
    if (/^\d/.test(token)) return Number(token)
    if (token === "IF") {
      const [condition, then, otherwise] = list()
      if (condition === undefined) return undefined
      return condition === 0 ? otherwise : then
    }
    if (token === "FILL") {
      const [value, filled] = list()
      return value ?? filled
    }
    if (!values.has(token)) throw new Error(`no ${token} in ${expression}`)
    return values.get(token)
  }
  const value = level(0)
  if (at !== tokens.length) throw new Error(`${expression} goes on after ${at}`)
  return value
}

const queriesOf = (alarm: AlarmProperties): ReadonlyArray<Query> => {
  if (alarm.Metrics !== undefined) return alarm.Metrics
  const { Dimensions = [], MetricName = "", Namespace = "", Period = 0, Statistic = "" } = alarm
  const Metric = { Namespace, MetricName, Dimensions }
  return [{ Id: "m", MetricStat: { Metric, Period, Stat: Statistic } }]
}

const isBad = ({ ComparisonOperator, Threshold }: AlarmProperties, value: number): boolean => {
  if (ComparisonOperator === "GreaterThanThreshold") return value > Threshold
  if (ComparisonOperator === "LessThanThreshold") return value < Threshold
  throw new Error(`no operator ${ComparisonOperator} here`)
}

/** The state at `now`, judged over the alarm's last periods. */
export const stateOf = (
  alarm: AlarmProperties,
  text: ReadonlyArray<string>,
  now: number,
): "OK" | "ALARM" => {
  const lines = text.map((line) => JSON.parse(line) as Line)
  const queries = queriesOf(alarm)
  const periodMs = 1_000 * Math.max(...queries.map(({ MetricStat: of }) => of?.Period ?? 0))
  const points = Array.from({ length: alarm.EvaluationPeriods }, (_, index) => {
    const until = now - index * periodMs
    const own = lines.filter(
      ({ _aws: { Timestamp } }) => Timestamp > until - periodMs && Timestamp <= until,
    )
    const values = new Map(
      queries.flatMap(({ Id, MetricStat: of }) =>
        of === undefined ? [] : [[Id, statistic(own, of)] as const],
      ),
    )
    const returned = queries.find(({ ReturnData }) => ReturnData !== false)
    return returned?.Expression === undefined
      ? values.get(returned?.Id ?? "")
      : evaluate(returned.Expression, values)
  })
  const missingIsBad = alarm.TreatMissingData === "breaching"
  const bad = points.filter((value) => (value === undefined ? missingIsBad : isBad(alarm, value)))
  return bad.length >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods) ? "ALARM" : "OK"
}
