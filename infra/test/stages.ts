/** Contexts of stages, as `-c` would give them. */
export const production = { stage: "production", alarmEmail: "on-call@example.jp" } as const
