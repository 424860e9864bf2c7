import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { School } from '../schools/index.ts'

export type HeldFile = { name: string; path: string; bytes: number }

/** Where what a run brought lies until it is handed over. */
export function folderOfRun(dataFolder: string, school: School, runId: string): string {
  return join(dataFolder, 'syncs', school.id, runId)
}

/** The same bytes give the same digest, whatever the files are called and in whatever order they came. */
export async function digestOfFiles(files: readonly HeldFile[]): Promise<string> {
  const digests: string[] = []
  for (const { path } of files) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    digests.push(hash.digest('hex'))
  }
  return createHash('sha256').update(digests.sort().join('\n')).digest('hex')
}

/** Copies to give away: the originals stay until the run has them safely elsewhere, so that a crash midway loses nothing. */
export async function copiesOf(files: readonly HeldFile[], folder: string): Promise<HeldFile[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const copies: HeldFile[] = []
  for (const file of files) {
    const path = join(folder, String(copies.length))
    await copyFile(file.path, path, constants.COPYFILE_FICLONE)
    copies.push({ ...file, path })
  }
  return copies
}
