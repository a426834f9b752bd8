import { isObject, type Json, type JsonObject } from "../json.js";
import { badRequest } from "./errors.js";

/** A request's body: JSON, or the parts of an upload. */
export interface Body {
  readonly json: JsonObject;
  readonly form: FormData | undefined;
}

/** Reads the body of a request. @throws ApiError 400 for what is no JSON object */
export async function readBody(request: Request): Promise<Body> {
  if (request.method === "GET" || request.method === "DELETE") return { json: {}, form: undefined };
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("multipart/form-data")) return { json: {}, form: await readForm(request) };
  const text = await request.text();
  if (text === "") return { json: {}, form: undefined };
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    throw badRequest("We could not parse the JSON body of your request. The body is not valid JSON.");
  }
  if (!isObject(json)) throw badRequest("We could not parse the JSON body of your request. Expected an object.");
  return { json, form: undefined };
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw badRequest("We could not parse the multipart body of your request.");
  }
}

/** The body as the log keeps it: of a file only name and size. */
export function loggedBody({ json, form }: Body): Json {
  if (!form) return json;
  const entries = [...form.entries()].map(([name, value]) => {
    const logged: Json = typeof value === "string" ? value : { filename: value.name, bytes: value.size };
    return [name, logged] as const;
  });
  return Object.fromEntries(entries);
}
