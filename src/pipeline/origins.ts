import { needles as classicNeedles } from "../dialects/needles.js";
import { wrapperNeedles } from "../dialects/wrappers.js";
import { anyOf } from "../discover/prefilter.js";
import type { Origins } from "./reach.js";

/** What a search for code of some SDKs needs to know. */
export interface SearchTerms {
  /** ASCII texts of which at least one occurs in every file that can hold a call. */
  readonly needles: readonly string[];
  /** Asked for only where a file holds one. */
  readonly loadOrigins: () => Promise<Origins>;
}

/** Search terms from needles and the modules of the SDKs. */
export function searchTerms(needles: readonly string[], modules: Iterable<string>): SearchTerms {
  return { needles, loadOrigins: () => Promise.resolve(originsOf(needles, modules)) };
}

/** The terms for all classic SDKs. */
export function classicTerms(): SearchTerms {
  const load = async (): Promise<Origins> => {
    const { classicDialects } = await import("../dialects/index.js");
    const modules = classicDialects.flatMap(({ packages, clients, types, modelModules }) => [
      ...packages,
      ...modelModules,
      ...clients.flatMap((client) => client.modules),
      ...types.flatMap((type) => type.modules),
    ]);
    // Wrapper libraries are only reported: no handle begins where one is named.
    return originsOf(classicNeedles, modules);
  };
  let loaded: Promise<Origins> | undefined;
  return { needles: [...classicNeedles, ...wrapperNeedles], loadOrigins: () => (loaded ??= load()) };
}

/** Needles that are no modules are call paths. */
function originsOf(needles: readonly string[], modules: Iterable<string>): Origins {
  const all = new Set(modules);
  const isSdkModule = (module: string): boolean => {
    for (let at = module; at !== ""; at = at.slice(0, Math.max(0, at.search(/[./][^./]*$/)))) {
      if (all.has(at)) return true;
    }
    return false;
  };
  return { isSdkModule, callPath: anyOf(needles.filter((needle) => !isSdkModule(needle))) };
}
