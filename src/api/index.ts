export { migrate } from "./migrate.js";
export type {
  ChangedFile,
  Config,
  FileFinding,
  InputFile,
  JsonFile,
  JsonOperation,
  JsonReport,
  MigrateOptions,
  MigrateResult,
  Position,
  Range,
  TextEdit,
} from "./types.js";
