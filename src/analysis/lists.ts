/** What a method of a list (or a promise) gives; undefined for methods that are none. Names of both languages: they do not collide. */
export function listMethod(name: string): "same" | "element" | "mapped" | "then" | undefined {
  return LIST_METHODS[name];
}

const LIST_METHODS: Readonly<Record<string, "same" | "element" | "mapped" | "then" | undefined>> = {
  __proto__: null as never,
  filter: "same",
  reverse: "same",
  toReversed: "same",
  slice: "same",
  sort: "same",
  toSorted: "same",
  concat: "same",
  copy: "same",
  flat: "same",
  splice: "same",
  toSpliced: "same",
  values: "same",
  find: "element",
  findLast: "element",
  at: "element",
  pop: "element",
  shift: "element",
  map: "mapped",
  flatMap: "mapped",
  then: "then",
  catch: "then",
  finally: "then",
};

/** What a callback gets as its parameter `index` when passed as argument `position` of a method. */
export function callbackElement(
  method: string,
  index: number,
  position: number,
): "element" | "self" | "scalar" | undefined {
  if (position !== 0) return undefined;
  if (method === "then") return index === 0 ? "self" : undefined;
  if (method === "sort" || method === "toSorted") return "element";
  if (method === "reduce" || method === "reduceRight") return index === 1 ? "element" : undefined;
  if (!ELEMENT_CALLBACKS.has(method)) return undefined;
  return index === 0 ? "element" : index === 1 ? "scalar" : undefined;
}

/** Whether it is known what a field or method of a list gives of its elements, which may be nothing. */
export function isListMember(name: string): boolean {
  return listMethod(name) !== undefined || ELEMENT_CALLBACKS.has(name) || OTHER_MEMBERS.has(name);
}

const OTHER_MEMBERS = new Set([
  ...["reduce", "reduceRight", "length", "includes", "indexOf", "lastIndexOf", "push", "unshift"],
  ...["append", "extend", "insert", "index", "count", "clear", "remove"],
]);

const ELEMENT_CALLBACKS = new Set([
  "map",
  "flatMap",
  "filter",
  "find",
  "findLast",
  "findIndex",
  "forEach",
  "some",
  "every",
]);
