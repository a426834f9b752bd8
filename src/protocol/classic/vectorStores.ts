import {
  VECTOR_STORE_OPERATIONS as CURRENT_OPERATIONS,
  VECTOR_STORE_SHAPES as CURRENT_SHAPES,
} from "../current/vectorStores.js";
import { fields, shape, type FieldSpecs } from "../define.js";

/** Azure's own data sources instead of uploaded files; no other surface ever had them. */
const FOUNDRY_FIELDS: Readonly<Record<string, FieldSpecs>> = {
  "vectorStores.create": { configuration: "StoreConfiguration @foundry" },
  "vectorStores.files.create": { data_source: "DataSource @foundry" },
  "vectorStores.fileBatches.create": { data_sources: "DataSource[] @foundry" },
};

export const VECTOR_STORE_OPERATIONS = CURRENT_OPERATIONS.map((operation) => ({
  ...operation,
  body: { ...operation.body, ...fields(FOUNDRY_FIELDS[operation.id] ?? {}) },
}));

export const VECTOR_STORE_SHAPES = [
  ...CURRENT_SHAPES,
  shape("StoreConfiguration", { data_sources: "DataSource[]!" }, "foundry"),
  shape("DataSource", { uri: "string!", type: "string!" }, "foundry"),
];
