/**
 * How programs come to trust a certificate, by language. Each line was tried with that language's SDKs, or is what its documentation says.
 * @param file the certificate
 */
export function trustInstructions(file: string): string[] {
  const ways: readonly (readonly [string, string])[] = [
    ["JavaScript", `NODE_EXTRA_CA_CERTS=${file}`],
    ["Python", `SSL_CERT_FILE=${file} REQUESTS_CA_BUNDLE=${file}`],
    ["C#, Go, Linux", `SSL_CERT_FILE=${file}`],
    [
      "Java",
      `keytool -importcert -noprompt -trustcacerts -alias migrate-agents -file ${file} -keystore truststore.p12 -storepass changeit`,
    ],
    ["", "then -Djavax.net.ssl.trustStore=truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit"],
    ["curl", `--cacert ${file}`],
  ];
  return ["Programs have to be told to trust it, once:", ...ways.map(([who, how]) => `  ${who.padEnd(24)}  ${how}`)];
}
