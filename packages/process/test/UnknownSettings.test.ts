import { expect, it } from "vitest"
import { settingNames } from "../src/SettingNames.ts"
import { unknownSettings } from "../src/UnknownSettings.ts"

it.each([
  ["LATENCY_BUDGET_MSS", "LATENCY_BUDGET_MS"],
  ["LATENCY_BUDGET", "LATENCY_BUDGET_MS"],
  ["LATENCY_BUGDET_MS", "LATENCY_BUDGET_MS"],
  // A setting that there was.
  ["READINESS_GRACE_MS", "READINESS_PROBE_MS"],
  ["SINK_DEAD_LETTER_URL", "SINK_DEAD_LETTER_QUEUE_URL"],
  ["BEDROCK_MODEL", "BEDROCK_MODEL_SIMPLE"],
  ["PREFECH", "PREFETCH"],
  ["PRECOMPUTE_SHEDULE", "PRECOMPUTE_SCHEDULE"],
])("%s is named, with the nearest", (name, nearest) => {
  expect(unknownSettings({ [name]: "1" })).toEqual([
    `${name} is no setting; did you mean ${nearest}?`,
  ])
})

const others = `PATH HOME HOSTNAME SHELL USER LANG TERM PWD SHLVL TMPDIR TZ CI
  AWS_REGION AWS_REGIONN AWS_EXECUTION_ENV AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_ENDPOINT_URL_S3
  ECS_CONTAINER_METADATA_URI_V4 ECS_AGENT_URI ECS_ENABLE_CONTAINER_METADATA NODE_ENV NODE_OPTIONS
  NODE_COMPILE_CACHE MALLOC_ARENA_MAX OTEL_EXPORTER_OTLP_PROTOCOL OTEL_METRICS_EXPORTER
  KUBERNETES_SERVICE_HOST KUBERNETES_PORT REDIS_SERVICE_HOST REDIS_PORT REDIS_PORT_6379_TCP_ADDR
  SESSION_MANAGER DATA_HOME LOG_GROUP MAX_HEAP npm_config_user_agent npm_package_name PNPM_HOME
  XDG_DATA_DIRS HTTP_PROXY NO_PROXY NO_COLOR FORCE_COLOR GITHUB_TOKEN CACHE_DIR`.split(/\s+/)

it("names neither settings nor what is others'", () => {
  const set = Object.fromEntries([...settingNames, ...others].map((name) => [name, "1"]))
  expect(unknownSettings({ ...set, LATENCY_BUDGET_MSS: "" })).toEqual([])
})
