import { createHash, timingSafeEqual } from "node:crypto";
import { ClassicError } from "../errors.js";

/** Who may use a server. */
export interface Access {
  /** Callers must send this key, as `Authorization: Bearer` or `api-key`. */
  readonly clientKey?: string;
  /** The server adds a credential of its own, so that a request needs none to get through. */
  readonly ownCredential: boolean;
}

/**
 * Refuses requests that may not use the server. One with a credential of its own serves no web pages: any page that a browser of this
 * machine shows could send requests to a server on loopback.
 * @throws ClassicError 401, 403
 */
export function checkAccess({ clientKey, ownCredential }: Access, headers: Headers): void {
  if (clientKey !== undefined && !isKey(headers, clientKey)) {
    throw new ClassicError(401, "Incorrect API key provided.", { code: "invalid_api_key" });
  }
  if (ownCredential && clientKey === undefined && (headers.has("origin") || headers.has("sec-fetch-site"))) {
    throw new ClassicError(403, "Requests of web pages are refused: this proxy adds a credential of its own.");
  }
}

function isKey(headers: Headers, key: string): boolean {
  const given = headers.get("api-key") ?? /^Bearer\s+(.*)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(key));
}
