export { createApp, HEALTH, type App, type AppOptions } from "./app.js";
export { serve, type ServeOptions, type Serving } from "./serve.js";
export { azureToken } from "./credential.js";
export { patientFetch } from "./patience.js";
export { logToStderr, type Log, type LogEntry } from "./log.js";
export { keepCertificate, type KeptCertificate } from "./tls/keep.js";
