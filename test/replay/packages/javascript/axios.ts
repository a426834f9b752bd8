// A double of axios, as far as the project fixtures use it.

/** What nobody has said the type of. */
type Json = ReturnType<JSON["parse"]>;

interface Config {
  url?: string;
  method?: string;
  baseURL?: string;
  headers?: Record<string, string>;
  params?: Record<string, string | number>;
  data?: unknown;
}

interface Answer<T> {
  data: T;
  status: number;
  statusText: string;
}

async function send<T>(config: Config): Promise<Answer<T>> {
  const { url = "", method = "GET", baseURL, headers, params, data } = config;
  const address = new URL(baseURL && !/^https?:/.test(url) ? `${baseURL}/${url.replace(/^\//, "")}` : url);
  for (const [name, value] of Object.entries(params ?? {})) address.searchParams.set(name, String(value));
  const body = data === undefined ? undefined : typeof data === "string" ? data : JSON.stringify(data);
  const answer = await fetch(address, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  if (!answer.ok) throw new Error(`Request failed with status code ${answer.status}`);
  return { data: (await answer.json()) as T, status: answer.status, statusText: answer.statusText };
}

function instance(given: Config) {
  const all = <T>(config: Config): Promise<Answer<T>> =>
    send<T>({ ...given, ...config, headers: { ...given.headers, ...config.headers } });
  return Object.assign(all, {
    request: all,
    create: (config: Config) => instance({ ...given, ...config }),
    get: <T = Json>(url: string, config: Config = {}) => all<T>({ ...config, url }),
    delete: <T = Json>(url: string, config: Config = {}) => all<T>({ ...config, url, method: "DELETE" }),
    post: <T = Json>(url: string, data?: unknown, config: Config = {}) =>
      all<T>({ ...config, url, data, method: "POST" }),
  });
}

export default instance({});
