import type { ShimOptions } from "../options.js";
import { classicFetch } from "./fetch.js";

type Fetch = typeof fetch;

/** As much as is needed of an `OpenAI` client, version 5 or newer. */
interface CurrentClient {
  readonly baseURL: string;
  withOptions(options: { fetch: Fetch }): unknown;
}

/** As much as is needed of an `AIProjectClient`, version 2. */
interface ProjectClient<Client extends CurrentClient> {
  getOpenAIClient(): Client;
}

/** What stands in front of the client's own service; that and the credential are the client's. */
export type ClientOptions = Omit<ShimOptions, "endpoint" | "upstream" | "elsewhere" | "token" | "apiKey">;

/**
 * A current client with its classic surface back: `classic(project).beta.threads…` runs on the service that the client is for, with its
 * credential. All else that the client does stays as it was.
 *
 *     const client = classic(new AIProjectClient(endpoint, credential));
 */
export function classic<Client extends CurrentClient>(
  given: Client | ProjectClient<Client>,
  options: ClientOptions = {},
): Client {
  const client = "getOpenAIClient" in given ? given.getOpenAIClient() : given;
  // The client keeps it to itself; without it, one that was made with a fetch of its own would leave the network it was meant for.
  const own = (client as { readonly fetch?: Fetch }).fetch ?? fetch;
  const endpoint = client.baseURL.replace(/\/+$/, "").replace(/(\/api\/projects\/[^/]+)\/openai(\/v1)?$/, "$1");
  const upstream = (request: Request) => own(request);
  return client.withOptions({ fetch: classicFetch({ ...options, endpoint, upstream, fetch: own }) }) as Client;
}
