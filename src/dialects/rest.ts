import type { LanguageId } from "../languages/tree.js";
import type { ClassicDialect } from "./types.js";

const made = new Map<string, ClassicDialect>();

/** Requests that no SDK sends, as a dialect: what is sent and what comes back are spelled as the protocol has them. */
export function restDialect(language: LanguageId, service: ClassicDialect["service"]): ClassicDialect {
  const key = `${language} ${service}`;
  const known = made.get(key);
  if (known) return known;
  const dialect: ClassicDialect = {
    id: "rest",
    title: `requests without an SDK (${language === "javascript" ? "JavaScript" : "Python"})`,
    language,
    service,
    casing: "snake",
    fieldNames: {},
    timestamps: "unix",
    packages: [],
    clients: [],
    operations: [],
    types: [],
    constants: {},
    models: {},
    members: {},
    modelModules: [],
    requestOptions: {},
    methods: {},
  };
  made.set(key, dialect);
  return dialect;
}
