/** As much as is needed of `@azure/identity`, which users bring. */
interface TokenCredential {
  getToken(scope: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** What tokens for a Foundry project are asked for; classic and current API have the same. */
const SCOPE = "https://ai.azure.com/.default";
/** A token is used until this long before its end. */
const EARLY_MS = 120_000;

/**
 * Tokens of `DefaultAzureCredential` from the user's `@azure/identity`.
 * @throws Error when the package is not installed
 */
export async function azureToken(): Promise<() => Promise<string>> {
  const { DefaultAzureCredential } = await import("@azure/identity").catch((cause: unknown) => {
    throw new Error("The package @azure/identity is not installed.", { cause });
  });
  return cachedToken(new DefaultAzureCredential());
}

/** Tokens of a credential; each is used as long as it lasts. Requests that come while one is asked for wait for the same one. */
export function cachedToken(credential: TokenCredential, now: () => number = Date.now): () => Promise<string> {
  let token: Promise<string> | undefined;
  let until = 0;
  const ask = async () => {
    const given = await credential.getToken(SCOPE);
    if (!given) throw new Error("The credential gave no token.");
    until = given.expiresOnTimestamp - EARLY_MS;
    return given.token;
  };
  return () => {
    if (token && now() < until) return token;
    until = Infinity;
    const asked = ask();
    token = asked;
    asked.catch(() => (token = undefined));
    return asked;
  };
}
