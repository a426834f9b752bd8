import { ApiError } from "../http/errors.js";
import type { Call } from "../http/call.js";

/** Refuses a preview operation that the caller did not opt into. @throws ApiError 403 `preview_feature_required` */
export function requireFeature(call: Call, feature: string): void {
  const given = (call.headers.get("foundry-features") ?? "").split(",").map((entry) => entry.trim());
  if (given.includes(feature)) return;
  throw new ApiError(
    403,
    `This operation requires the following opt-in preview feature(s): ${feature}. Include the 'Foundry-Features: ${feature}' header in your request.`,
    {
      code: "preview_feature_required",
    },
  );
}
