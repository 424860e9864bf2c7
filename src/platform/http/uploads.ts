import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../errors/index.ts'
import { newId } from '../ids/index.ts'

/** A file as it came: never trust `filename` as a path. It is deleted after the answer unless it was moved away. */
export type UploadedFile = { field: string; filename: string; path: string; bytes: number }

export type UploadLimits = { maxFiles: number; maxBytes: number }

/** Repeated fields come as a list. */
export type ReceivedForm = { fields: Record<string, string | string[]>; files: UploadedFile[] }

/** Streams the files of a multipart form to `folder` without holding them in memory. A file input left empty gives no file. */
export async function receiveMultipart(
  request: FastifyRequest,
  { folder, limits }: { folder: string; limits: UploadLimits },
): Promise<ReceivedForm> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const received: ReceivedForm = { fields: {}, files: [] }
  try {
    for await (const part of request.parts({ limits: limitsOf(limits) })) await receivePart(part, folder, received)
  } catch (error) {
    await removeFiles(received.files)
    throw tooMuch(error, limits) ?? error
  }
  return received
}

export async function removeFiles(files: UploadedFile[]): Promise<void> {
  await Promise.all(files.map(({ path }) => rm(path, { force: true })))
}

async function receivePart(part: Multipart, folder: string, { fields, files }: ReceivedForm): Promise<void> {
  if (part.type === 'file') return receiveFile(part, folder, files)
  const value = String(part.value)
  const before = Object.hasOwn(fields, part.fieldname) ? fields[part.fieldname] : undefined
  fields[part.fieldname] = before === undefined ? value : [...[before].flat(), value]
}

async function receiveFile(part: MultipartFile, folder: string, files: UploadedFile[]): Promise<void> {
  const file = { field: part.fieldname, filename: part.filename, path: join(folder, newId()), bytes: 0 }
  files.push(file)
  const sink = createWriteStream(file.path, { mode: 0o600 })
  await pipeline(part.file, sink)
  file.bytes = sink.bytesWritten
  if (part.file.truncated)
    throw new Refusal('upload.too-large', `The file ${part.filename} is larger than this page takes. Nothing was kept.`)
  if (file.filename !== '' || file.bytes > 0) return
  files.pop()
  await rm(file.path, { force: true })
}

function limitsOf({ maxFiles, maxBytes }: UploadLimits) {
  return { files: maxFiles, fileSize: maxBytes, fields: 2_000, fieldSize: 1_000_000, parts: 2_000 + maxFiles }
}

function tooMuch(error: unknown, { maxFiles, maxBytes }: UploadLimits): Refusal | null {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'FST_FILES_LIMIT')
    return new Refusal(
      'upload.too-many',
      `That is more than ${maxFiles} files. Nothing was kept. Choose fewer at a time.`,
    )
  if (code === 'FST_REQ_FILE_TOO_LARGE')
    return new Refusal(
      'upload.too-large',
      `A file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Nothing was kept.`,
    )
  return null
}
