import path from "node:path";
import { Project, ts } from "ts-morph";

/** The declared type of an installed client class, walked by member paths. */
export interface ClientProbe {
  /** All callable paths below the given roots ("beta.threads"), sub-resources included. */
  paths(roots: readonly string[]): readonly string[];
  /** The call signatures at a path; empty when there is no such method. */
  signatures(path: string): readonly Signature[];
}

export interface Signature {
  readonly parameters: readonly SignatureParameter[];
  /** Name of the returned type ("APIPromise", "PollerLike") and of what it promises ("Run"). */
  readonly returns: string;
  readonly promised: string | undefined;
}

export interface SignatureParameter {
  readonly name: string;
  readonly optional: boolean;
  /** Members of the parameter's object type, over all members of a union; empty for strings and arrays. */
  readonly keys: readonly string[];
}

const PROBE = path.resolve("test/dialects/__probe.ts");

/** Type-checks one virtual file beside this one. */
function check(text: string): { readonly checker: ts.TypeChecker; readonly source: ts.SourceFile } {
  const project = new Project({
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    },
  });
  const { compilerNode } = project.createSourceFile(PROBE, text);
  return { checker: project.getTypeChecker().compilerObject, source: compilerNode };
}

/** Reads the declarations of installed packages with the TypeScript checker: one probe per `module#Export`. */
export function probeClients(exports: readonly string[]): ReadonlyMap<string, ClientProbe> {
  const text = exports
    .map((name, index) => {
      const [module, exported] = name.split("#");
      return `import { ${exported!} as C${index} } from "${module!}"; export declare const c${index}: C${index};`;
    })
    .join("\n");
  const { checker, source } = check(text);
  const variables = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);
  const types = new Map(
    variables.map((symbol) => [symbol.name, checker.getTypeOfSymbolAtLocation(symbol, source)] as const),
  );
  return new Map(exports.map((name, index) => [name, probe(checker, source, types.get(`c${index}`)!)]));
}

/**
 * The types among `module#Name` (or `module#Namespace.Name`) that exist, with the members of their object types: all of a union's, none
 * for strings.
 */
export function exportedTypes(wanted: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const modules = [...new Set(wanted.map((one) => one.split("#")[0]!))];
  const { checker, source } = check(modules.map((module) => `import "${module}";`).join("\n"));
  const symbols = new Map(
    source.statements.filter(ts.isImportDeclaration).flatMap((statement, index) => {
      const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
      return symbol ? [[modules[index]!, symbol] as const] : [];
    }),
  );
  const inside = (symbol: ts.Symbol | undefined, name: string): ts.Symbol | undefined => {
    const found = symbol && checker.getExportsOfModule(symbol).find((one) => one.name === name);
    return found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  };
  const typed = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class | ts.SymbolFlags.Enum;
  return new Map(
    wanted.flatMap((one) => {
      const [module = "", name = ""] = one.split("#");
      const symbol = name.split(".").reduce(inside, symbols.get(module));
      if (!symbol || !(symbol.flags & typed)) return [];
      const described = symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias);
      return [[one, described ? keysOf(checker, checker.getDeclaredTypeOfSymbol(symbol)) : []] as const];
    }),
  );
}

function keysOf(checker: ts.TypeChecker, type: ts.Type): readonly string[] {
  const members = (type.isUnion() ? type.types : [type]).filter(
    (one) => one.flags & ts.TypeFlags.Object && !checker.isArrayLikeType(one),
  );
  return [...new Set(members.flatMap((one) => checker.getPropertiesOfType(one).map((symbol) => symbol.name)))];
}

function probe(checker: ts.TypeChecker, at: ts.SourceFile, client: ts.Type): ClientProbe {
  const member = (type: ts.Type | undefined, name: string): ts.Type | undefined => {
    const symbol = type && checker.getPropertyOfType(type, name);
    return symbol && checker.getTypeOfSymbolAtLocation(symbol, at);
  };
  const typeAt = (dotted: string) =>
    dotted
      .split(".")
      .filter(Boolean)
      .reduce(member, client as ts.Type | undefined);

  const below = (root: string): readonly string[] => {
    const type = typeAt(root);
    if (!type) return [];
    return checker.getPropertiesOfType(type).flatMap((symbol) => {
      if (symbol.name.startsWith("_") || symbol.flags & ts.SymbolFlags.Prototype) return [];
      const inside = root ? `${root}.${symbol.name}` : symbol.name;
      const value = checker.getTypeOfSymbolAtLocation(symbol, at);
      if (value.getCallSignatures().length > 0) return [inside];
      return /Operations$|^(Files|FileBatches|Messages|Runs|Steps)$/.test(value.symbol?.name ?? "")
        ? below(inside)
        : [];
    });
  };

  return {
    paths: (roots) => roots.flatMap(below),
    signatures: (dotted) =>
      (typeAt(dotted)?.getCallSignatures() ?? []).map((signature) => ({
        parameters: signature.getParameters().map((symbol) => {
          const declaration = symbol.valueDeclaration as ts.ParameterDeclaration;
          return {
            name: ts.isIdentifier(declaration.name) ? declaration.name.text : "{}",
            optional: checker.isOptionalParameter(declaration),
            keys: keysOf(checker, checker.getTypeOfSymbolAtLocation(symbol, at)),
          };
        }),
        ...returned(checker, signature.getReturnType()),
      })),
  };
}

function returned(checker: ts.TypeChecker, type: ts.Type): Pick<Signature, "returns" | "promised"> {
  const name = (one: ts.Type) => one.aliasSymbol?.name ?? one.symbol?.name ?? checker.typeToString(one);
  const promised = type.aliasTypeArguments?.[0] ?? checker.getTypeArguments(type as ts.TypeReference)[0];
  return { returns: name(type), promised: promised && name(promised) };
}
