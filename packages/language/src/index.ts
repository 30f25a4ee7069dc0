export {
  type ClosedWorld,
  type Grammar,
  makeClosedWorld,
  type Name,
  type Reading,
} from "./ClosedWorld.ts"
