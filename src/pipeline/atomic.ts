import { chmodSync, chownSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";

/**
 * Replaces a file in one step: whoever looks sees the old bytes or the new ones, also when the process is killed on the way.
 * Mode and, as far as the system allows, owner are kept.
 * @param temporary a free name in the same folder
 * @throws what the file system throws; the temporary file is gone then
 */
export function replaceFile(file: string, bytes: Buffer, temporary: string, mode?: number): void {
  const old = statSync(file, { throwIfNoEntry: false });
  try {
    writeSynced(temporary, bytes);
    const wanted = mode ?? old?.mode;
    if (wanted !== undefined) chmodSync(temporary, wanted & 0o7777);
    if (old) keepOwner(temporary, old.uid, old.gid);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes a file and waits until it is on the disk. */
export function writeSynced(file: string, bytes: Buffer): void {
  const handle = openSync(file, "w", 0o600);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until a folder's names are on the disk; not every system can. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows cannot open folders; the rename is as durable there as it gets.
  }
}

function keepOwner(file: string, uid: number, gid: number): void {
  if (process.getuid?.() !== 0) return;
  chownSync(file, uid, gid);
}
