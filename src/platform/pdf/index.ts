import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Refusal } from '../errors/index.ts'
import type { TypesetAnswer, TypesetRequest } from './typesetter.ts'

export type PdfRequest = {
  /** The Typst source. It reads its data with `json("data.json")`, and a file by the name it has below. */
  template: string
  /** Anything that JSON can hold. It reaches the template as data and is never read as markup. */
  data: unknown
  /** Pictures and the like, by name. */
  files?: Record<string, Uint8Array>
}

export type Pdf = { pdf: Uint8Array; pages: number }

type Waiting = { resolve(pdf: Pdf): void; reject(error: Error): void }

let worker: Worker | null = null
let lastId = 0
const waiting = new Map<number, Waiting>()

/**
 * A tagged PDF (PDF/UA-1) of the template with the data, with the project's own fonts and no others. It names no
 * author. One thread beside the program sets one document after the other; it is kept, started anew should it
 * die, and keeps no program alive. Refuses on a machine for which the typesetter is not installed; a mistake in a
 * template is a fault that names its line.
 */
export function renderPdf({ template, data, files = {} }: PdfRequest): Promise<Pdf> {
  const id = ++lastId
  const request: TypesetRequest = { id, template, data, files }
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker ??= startWorker()
    worker.ref()
    worker.postMessage(request)
  })
}

function startWorker(): Worker {
  const started = new Worker(join(import.meta.dirname, `typesetter${extname(import.meta.filename)}`))
  started.on('message', (answer: TypesetAnswer) => settle(started, answer))
  started.on('error', (error) => giveUp(started, error))
  started.on('exit', () => giveUp(started, new Error('The typesetter ended while a document was waiting')))
  return started
}

function settle(from: Worker, answer: TypesetAnswer) {
  const asked = waiting.get(answer.id)
  waiting.delete(answer.id)
  if (waiting.size === 0) from.unref()
  if ('pdf' in answer) return asked?.resolve(answer)
  asked?.reject(answer.missing ? notInstalled() : new Error(`The document could not be set: ${answer.problem}`))
}

/** What was waiting is told; the next document starts a new thread. */
function giveUp(ended: Worker, error: unknown) {
  if (worker !== ended) return
  worker = null
  for (const { reject } of waiting.values()) reject(error instanceof Error ? error : new Error(String(error)))
  waiting.clear()
}

function notInstalled(): Refusal {
  return new Refusal(
    'pdf.not-installed',
    `Letters cannot be made on this machine (${process.platform} ${process.arch}): the typesetter is not installed. Nothing was printed. Run Gatehouse on Linux with an Intel or AMD processor, or see docs/decisions/0060-letters-are-set-by-typst.md.`,
  )
}
