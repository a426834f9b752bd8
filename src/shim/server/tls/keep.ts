import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createCertificate } from "./certificate.js";

/** Programs are told once to trust it, so it should last; Apple's systems take none that lasts longer than 825 days. */
const DAYS = 365;
/** One that ends sooner is made anew. */
const DAYS_LEFT = 14;

/** A certificate that is its own authority, as files in a folder. */
export interface KeptCertificate {
  readonly key: string;
  readonly certificate: string;
  /** What clients are told to trust. */
  readonly file: string;
  /** Whether it was made just now, so that clients do not trust it yet. */
  readonly isNew: boolean;
}

/**
 * The certificate that a folder holds, or a new one when there is none for this host or when it is about to end. The key stays in that
 * folder, readable for its owner only.
 */
export function keepCertificate(folder: string, host: string): KeptCertificate {
  const file = path.join(folder, "ca.pem");
  const keyFile = path.join(folder, "key.pem");
  const kept = read(file, keyFile);
  if (kept && serves(kept.certificate, host)) return { ...kept, file, isNew: false };
  const made = createCertificate(host, DAYS);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, made.key, { mode: 0o600 });
  writeFileSync(file, made.certificate);
  return { ...made, file, isNew: true };
}

function read(file: string, keyFile: string): { key: string; certificate: string } | undefined {
  try {
    return { certificate: readFileSync(file, "utf8"), key: readFileSync(keyFile, "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function serves(pem: string, host: string): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const isNamed = certificate.checkHost(host) ?? certificate.checkIP(host);
    return isNamed !== undefined && Date.parse(certificate.validTo) - Date.now() > DAYS_LEFT * 86_400_000;
  } catch {
    return false;
  }
}
