import { classicDialects, needles } from "../dialects/index.js";
import { wrapperNeedles } from "../dialects/wrappers.js";
import { anyOf } from "../discover/prefilter.js";
import type { Origins } from "./reach.js";

/** What a search for code of some SDKs needs to know. */
export interface SearchTerms extends Origins {
  /** ASCII texts of which at least one occurs in every file that can hold a call. */
  readonly needles: readonly string[];
}

/** Search terms from needles and the modules of the SDKs; needles that are no modules are call paths. */
export function searchTerms(needles: readonly string[], modules: Iterable<string>): SearchTerms {
  const all = new Set(modules);
  const isSdkModule = (module: string): boolean => {
    for (let at = module; at !== ""; at = at.slice(0, Math.max(0, at.search(/[./][^./]*$/)))) {
      if (all.has(at)) return true;
    }
    return false;
  };
  return { needles, isSdkModule, callPath: anyOf(needles.filter((needle) => !isSdkModule(needle))) };
}

/** The terms for all classic SDKs. */
export function classicTerms(): SearchTerms {
  const modules = classicDialects.flatMap(({ packages, clients, types, modelModules }) => [
    ...packages,
    ...modelModules,
    ...clients.flatMap((client) => client.modules),
    ...types.flatMap((type) => type.modules),
  ]);
  // Wrapper libraries are only reported: no handle begins where one is named.
  return { ...searchTerms(needles, modules), needles: [...needles, ...wrapperNeedles] };
}
