/** The page `docs/capacity.md`, as `pnpm infra capacity` prints it. */
import { capacityOf, fullShare, peakOfMean, turnsPerCustomer } from "./Capacity.ts"
import type { Measured } from "./Measured.ts"
import { busyHourShare, defaultUsage, perTurn } from "./Usage.ts"

const stores = [1_000, 100_000, 10_000_000]

/** Three digits that count, and at least one. */
const short = (value: number): string => {
  if (value >= 1_000) return Number(value.toPrecision(3)).toLocaleString("en")
  return String(Number(value.toPrecision(value < 1 ? 1 : 3)))
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

export const capacityText = (measured: Measured, monthly: (turns: number) => number): string => {
  const all = stores.map((customers) => capacityOf(customers, measured))
  const row = (name: string, of: (each: (typeof all)[number]) => string) =>
    `| ${name} | ${all.map(of).join(" | ")} |`
  return `# Capacity

What a store needs at its busiest, by its number of customers. \`pnpm infra capacity\` prints this page from the benchmarks'
results. **Nothing here was tried on AWS.**

| customers | ${stores.map((customers) => customers.toLocaleString("en")).join(" | ")} |
| --- | ${stores.map(() => "---:").join(" | ")} |
${[
  row("turns a day", ({ turnsPerDay }) => short(turnsPerDay)),
  row("turns in the busiest second", ({ turnsPerSecond }) => short(turnsPerSecond)),
  row("open sockets", ({ sockets }) => short(sockets)),
  row("chat tasks of one core", ({ tasks }) => short(tasks)),
  row("calls a minute, larger model", ({ calls }) => short(calls.complex)),
  row("tokens a minute, larger model", ({ tokens }) => short(tokens.complex)),
  row("calls a minute, smaller model", ({ calls }) => short(calls.simple)),
  row("tokens a minute, smaller model", ({ tokens }) => short(tokens.simple)),
  row("table reads a second", ({ reads }) => short(reads)),
  row("table writes a second", ({ writes }) => short(writes)),
  row("searches a second", ({ searches }) => short(searches)),
  row("cache units a second", ({ cacheUnits }) => short(cacheUnits)),
  row("a month in Tokyo, USD", ({ turnsPerDay }) => short(monthly(turnsPerDay))),
].join("\n")}

- **Measured** (${measured.date} or later, one core, emulated services): a core carries ${short(measured.missesPerSecond)} answers of the model a second, a process
  held ${short(measured.sockets)} sockets, ${percent(measured.hitRate)} of the benchmark's questions needed no fresh call of the model. Tasks are counted at ${percent(fullShare)} of that.
- **Assumed**: a customer asks ${turnsPerCustomer} question a day, ${percent(busyHourShare)} of them fall into the busiest hour, its busiest second has ${peakOfMean} times the
  mean, a turn keeps a socket for ${perTurn.socketMinutes} minutes, ${percent(defaultUsage.complexShare)} of calls go to the larger model, and a turn uses ${perTurn.reads} reads, ${perTurn.writes} writes and
  ${perTurn.cacheUnits} cache units.
- **The models' quota ends first.** A call reserves its input and the longest answer, as counted above. Quotas belong to an account and a
  region: compare them with the rows in Service Quotas before customers come, and ask for more in time. Bedrock may count tokens of
  answers several times.
- **Tables** are billed by request and grow by themselves, to twice their last peak within half an hour. A new table takes 4,000 writes
  and 12,000 reads a second. The busiest products are read by key: one key takes 3,000 reads a second.
- **Search units** follow the load up to the account's most, which is to be raised with the searches. How many searches a unit answers
  was not measured: start with the two of the stack and watch \`SearchSlow\`.
- **The size** \`large\` stops at 60 tasks; its cache is limited to 100,000 units a second.
- **The bill** is \`pnpm infra cost\` for these turns with the fewest tasks of \`medium\`.
- **Not done**: a second region ([one stage is in one region](deployment.md)), a change feed that reads all shards, and any test of more than
  ${short(measured.sockets)} sockets or eight instances.
`
}
