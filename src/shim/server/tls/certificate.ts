import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import { bits, boolean, implicit, integer, octets, oid, sequence, set, tagged, time, utf8 } from "./der.js";

const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
/** How long a certificate made on the spot holds. */
const DAYS = 30;
const MS_A_DAY = 86_400_000;

/**
 * A key and a certificate for loopback, made with node:crypto alone. The certificate is its own authority, so that trusting it
 * (NODE_EXTRA_CA_CERTS and the like) is all a client needs.
 * @param host an address or name beside localhost, 127.0.0.1 and ::1
 * @param days how long it holds
 * @returns both in PEM
 */
export function createCertificate(host: string, days = DAYS): { key: string; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicDer = publicKey.export({ type: "spki", format: "der" });
  const name = sequence(set(sequence(oid("2.5.4.3"), utf8("migrate-agents"))));
  const now = Date.now();
  const content = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(now - MS_A_DAY)), time(new Date(now + days * MS_A_DAY))),
    name,
    publicDer,
    tagged(3, sequence(...extensions(host, publicDer))),
  );
  const certificate = sequence(content, ECDSA_WITH_SHA256, bits(sign("sha256", content, privateKey)));
  const base64 = certificate.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function extensions(host: string, publicDer: Buffer): Buffer[] {
  const keyId = createHash("sha1").update(publicDer).digest();
  const extension = (id: string, critical: boolean, value: Uint8Array) =>
    sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
  return [
    extension("2.5.29.19", true, sequence(boolean(true))), // basic constraints: an authority
    extension("2.5.29.15", true, bits(Buffer.from([0b10000100]), 2)), // key usage: digital signature, certificate signing
    extension("2.5.29.37", false, sequence(oid("1.3.6.1.5.5.7.3.1"))), // extended key usage: server
    extension("2.5.29.14", false, octets(keyId)), // subject key id
    extension("2.5.29.35", false, sequence(implicit(0, keyId))), // authority key id: the same
    extension("2.5.29.17", false, sequence(...alternativeNames(host))),
  ];
}

function alternativeNames(host: string): Buffer[] {
  const dns = (name: string) => implicit(2, Buffer.from(name));
  const ip = (bytes: number[]) => implicit(7, Buffer.from(bytes));
  const loopback = [dns("localhost"), ip([127, 0, 0, 1]), ip([...new Array<number>(15).fill(0), 1])];
  if (["localhost", "127.0.0.1", "::1"].includes(host)) return loopback;
  return [...loopback, isIPv4(host) ? ip(host.split(".").map(Number)) : dns(host)];
}
