import { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { keptBudget } from "./keptBudget.ts"

for (const seed of [1, 2, 3]) keptBudget("memory", BudgetStore.layerMemory, { seed, minutes: 6 })
