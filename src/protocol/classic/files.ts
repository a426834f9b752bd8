export { FILE_OPERATIONS, FILE_SHAPES } from "../current/files.js";
