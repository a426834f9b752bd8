import { Unexpected } from "./checks.js";
import { ServiceError, type Service } from "./service.js";

/** What to do about a failed check: the troubleshooting table of the migration guide, and what goes wrong before it. */
export function adviceFor(error: unknown, { target, base }: Pick<Service, "target" | "base">, model: string): string {
  const isFoundry = target === "foundry";
  if (error instanceof ServiceError) {
    const { status, code, message, request } = error;
    if (
      /model|deployment/i.test(code) ||
      (/model|deployment/i.test(message) && /not (?:found|exist)|unknown|unavailable|does not/i.test(message))
    )
      return isFoundry
        ? `Give the name of a deployment of the project with --model (not of the model itself), or deploy ${model}; not every model is in every region.`
        : `Give a model that your key may use with --model; ${model} is not one.`;
    if (status === 401 || status === 403)
      return isFoundry
        ? 'Sign in (az login) as somebody with the role "Azure AI User" on the project; keys do not open projects.'
        : "Check OPENAI_API_KEY and what its project may do.";
    if (status === 404 && isFoundry && !base.includes("/api/projects/"))
      return "The endpoint is not that of a project: https://<resource>.services.ai.azure.com/api/projects/<project>.";
    if (status === 404 && request.includes("/agents"))
      return "The project does not know agent versions: check the endpoint, and that the project is a Foundry project and not a hub's.";
    if (status === 429) return "The quota is used up: wait, or raise the limit of the deployment.";
    if (status >= 500)
      return "The service failed: run verify again, and look at its status page if that does not help.";
    return "The service refuses the request: check the endpoint, and that it speaks the current API.";
  }
  if (error instanceof Unexpected)
    return /does not know/.test(error.message)
      ? "Ask again with another --model: small models forget. In your code every response needs the same conversation id."
      : "The endpoint answers, but not as the current API does: check what --endpoint leads to.";
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError") return "It took too long: give more time with --timeout.";
  if (/Credential|Authentication/.test(name))
    return "Sign in first: az login, or the variables that DefaultAzureCredential reads.";
  return `${new URL(base).host} cannot be reached: check the endpoint, the network and its proxy (HTTPS_PROXY).`;
}
