import { BudgetStore } from "../../src/budget/BudgetStore.ts"
import { budgetStoreSuite } from "./budgetStoreSuite.ts"

budgetStoreSuite("memory", BudgetStore.layerMemory)
