export * from "../readline.js";
export { default } from "../readline.js";
